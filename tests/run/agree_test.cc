#include <gtest/gtest.h>

#include "run/agree_alpaca_eval.h"
#include "run/agree_mt_bench.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// A row of one vote on triple `t`: the second output is the longer one.
std::string vote(int t, const std::string& preference, const std::string& more = "") {
  const std::string number = std::to_string(t);
  return R"({"instruction": "i)" + number + R"(", "output_1": "short", "output_2": ")" +
         std::string(60, 'x') + number + R"(", "preference": )" + preference + more + "}";
}

std::string array(const std::vector<std::string>& rows) {
  std::string text = "[";
  for (const std::string& row : rows) text += (text.size() == 1 ? "" : ",\n") + row;
  return text + "]";
}

class AgreeTest : public testing::Test {
 protected:
  AgreeTest() {
    std::vector<std::string> people;
    std::vector<std::string> judge;
    for (int t = 0; t < 10; ++t) {
      for (int person = 0; person < 2; ++person) people.push_back(vote(t, t < 5 ? "1" : "2"));
      judge.push_back(vote(t, t < 6 ? "1" : "2",
                           R"(, "annotator": "j", "preference_price_per_example": 0.002)"));
    }
    people.push_back(vote(99, "1"));  // one vote only
    sample.files.files["people.json"] = array(people);
    sample.files.files["judge.json"] = array(judge);
  }

  SampleWorld sample;
};

TEST_F(AgreeTest, JoinsAJudgesVotesWithThePeoples) {
  const auto board = agree_alpaca_eval(
      {.judge_files = {"judge.json"}, .people_file = "people.json", .people = 2}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->triples, 10U) << "the one with a single vote is left out";
  ASSERT_EQ(board->judges.size(), 3U);
  const AnalyzedJudge& judge = board->judges[0];
  EXPECT_EQ(judge.name, "j");
  EXPECT_EQ(judge.analysis.human_agreement.value, 90.0);
  ASSERT_TRUE(judge.analysis.human_agreement.interval);
  EXPECT_NEAR(*judge.analysis.prefers_longer.value, 0.4, 1e-12);
  EXPECT_NEAR(*judge.price, 2.0, 1e-12);
  EXPECT_EQ(judge.analysis.variance.value, std::nullopt) << "asked once";
  EXPECT_EQ(board->judges[1].name, "humans");
  EXPECT_EQ(board->judges[1].analysis.human_agreement.value, 100.0);
  EXPECT_EQ(board->judges[2].analysis.prefers_longer.value, 1.0);
}

TEST_F(AgreeTest, TakesFilesOfOneJudgeForItsVotesInTurn) {
  const auto board = agree_alpaca_eval({.judge_files = {"judge.json", "judge.json"},
                                        .people_file = "people.json",
                                        .people = 2,
                                        .resamples = 0},
                                       sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->judges.size(), 3U);
  EXPECT_EQ(board->judges[0].analysis.variance.value, 0.0);
  EXPECT_EQ(board->judges[0].analysis.parsed, 20U);
}

TEST_F(AgreeTest, SaysWhatIsWrongWithTheFiles) {
  const auto few = agree_alpaca_eval(
      {.judge_files = {"judge.json"}, .people_file = "people.json", .people = 5}, sample.world());
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().what, "no triple in people.json has 5 votes of people");
  sample.files.files["other.json"] = array({vote(55, "1")});
  const auto other = agree_alpaca_eval(
      {.judge_files = {"other.json"}, .people_file = "people.json", .people = 2}, sample.world());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().what,
            "the judge 'other' was asked about none of the 10 triples in people.json");
  sample.files.files["bad.json"] = array({vote(1, "3")});
  const auto bad = agree_alpaca_eval(
      {.judge_files = {"bad.json"}, .people_file = "people.json", .people = 2}, sample.world());
  ASSERT_FALSE(bad);
  EXPECT_EQ(to_text(bad.error()),
            "bad.json:1: row 1: a preference lies between 1 and 2 (or is 0: a draw, or -1: "
            "unread), found '3'");
}

TEST_F(AgreeTest, CountsVotesAsFastChatDoesWithIntervals) {
  std::vector<std::string> votes;
  for (int q = 0; q < 6; ++q) {
    const std::string head = R"({"question_id": )" + std::to_string(80 + q) +
                             R"(, "model_a": "x", "model_b": "y", "turn": 1, "winner": )";
    votes.push_back(head + R"("model_a", "judge": "expert_1"})");
    votes.push_back(head + (q < 4 ? R"("model_a")" : R"("tie")") +
                    R"(, "judge": ["gpt-4", "pair-v2"]})");
  }
  sample.files.files["votes.json"] = array(votes);
  const auto board = agree_mt_bench({.vote_files = {"votes.json"}}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  ASSERT_EQ(board->rows.size(), 2U);
  EXPECT_EQ(board->rows[0].count.compared, 6U);
  EXPECT_EQ(board->rows[0].count.agreed, 4U);
  EXPECT_EQ(board->rows[1].count.share(), 1.0);
  ASSERT_TRUE(board->rows[1].interval);
  EXPECT_LT(board->rows[1].interval->low, 0.9) << "four agreements of four prove little";
  EXPECT_EQ(board->warnings,
            std::vector<std::string>{
                "human and human: no two votes on the same question, turn and models"});
}

}  // namespace
}  // namespace evenhand
