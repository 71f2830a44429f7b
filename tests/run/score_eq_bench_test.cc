#include "run/score_eq_bench.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

std::string question(const std::string& id, const std::string& last_score = "\"5\"") {
  const std::string key =
      R"({"emotion1": "Sad", "emotion2": "Glad", "emotion3": "Calm", "emotion4": "Mad", )"
      R"("emotion1_score": 0, "emotion2_score": 5, "emotion3_score": 0, "emotion4_score": )" +
      last_score + "}";
  return "\"" + id + R"(": {"prompt": "How?", "reference_answer": )" + key +
         R"(, "reference_answer_fullscale": )" + key + "}";
}

std::string results(const std::string& replies) {
  return R"({"model_path": "ours", "benchmark_score": 12.5, "n_questions_parseable": 1,)"
         R"( "raw_results": {"1": {"raw_inference": {)" +
         replies + "}}}}";
}

constexpr const char* kPerfect = R"("Sad: 0\nGlad: 5\nCalm: 0\nMad: 5")";

class ScoreEqBenchTest : public testing::Test {
 protected:
  void SetUp() override {
    sample.files.files["q.json"] = "{" + question("1") + "," + question("2") + "}";
  }

  Result<EqBenchBoard> score(const std::string& contents) {
    sample.files.files["r.json"] = contents;
    return score_eq_bench({.results = {"r.json"}, .questions = "q.json"}, sample.world());
  }

  std::string complaint(const std::string& contents) {
    const auto board = score(contents);
    return board ? "none" : to_text(board.error());
  }

  SampleWorld sample;
};

TEST_F(ScoreEqBenchTest, TakesTheRevisedPassWhereItIsBetterAndThere) {
  const std::string revised =
      R"("First pass scores:\nSad: 9\nGlad: 5\nCalm: 0\nMad: 5\nRevised scores:\nSad: 0\nGlad: 5\nCalm: 0\nMad: 5")";
  const auto board = score(results("\"1\": " + revised + ", \"2\": " + revised));
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_DOUBLE_EQ(board->rows.at(0).score.value(), 100.0);
  EXPECT_TRUE(board->rows.at(0).revised);
}

TEST_F(ScoreEqBenchTest, HasNoScoreWhereTooFewRepliesCanBeRead) {
  const auto board = score(results(std::string("\"1\": ") + kPerfect + R"(, "2": "Sorry.")"));
  ASSERT_TRUE(board) << to_text(board.error());
  const EqBenchRow& row = board->rows.at(0);
  EXPECT_EQ(row.score, std::nullopt);
  EXPECT_EQ(row.judged, 1u);
  EXPECT_EQ(row.unparsed, 1u);
  EXPECT_EQ(board->warnings,
            (std::vector<std::string>{
                "ours: 1 of 2 questions can be read, fewer than 83.33 %: no score"}));
}

TEST_F(ScoreEqBenchTest, WarnsOfIntensitiesBeyondTheScale) {
  const auto board = score(
      results(std::string("\"1\": ") + kPerfect + R"(, "2": "Sad: 0\nGlad: 50\nCalm: 0\nMad: 5")"));
  ASSERT_TRUE(board);
  EXPECT_EQ(board->warnings.at(0), "ours: an intensity above 10 in 1 pass; it counts, as upstream");
}

TEST_F(ScoreEqBenchTest, WarnsOfRepliesToAnotherVersionsQuestions) {
  const auto board = score(results(std::string("\"1\": ") + kPerfect + ", \"2\": " + kPerfect +
                                   ", \"171\": " + kPerfect));
  ASSERT_TRUE(board);
  EXPECT_EQ(board->warnings,
            (std::vector<std::string>{"ours: replies to 1 question that the file of questions does "
                                      "not have, '171' among them"}));
}

TEST_F(ScoreEqBenchTest, NamesWhatIsWrongWithItsFiles) {
  EXPECT_NE(complaint("{\"1\": 3}").find("the run '1' has no 'iterations'"), std::string::npos);
  EXPECT_NE(complaint("[]").find("expected an object of results"), std::string::npos);
  EXPECT_NE(complaint(R"({"raw_results": {"1": {}}})").find("an iteration needs"),
            std::string::npos);
  sample.files.files["q.json"] = "{" + question("1", "11") + "}";
  EXPECT_NE(complaint(results("")).find("an intensity must be a number from 0 to 10, found '11'"),
            std::string::npos);
}

TEST_F(ScoreEqBenchTest, ShowsTheStatedScoreWithoutAKeyAndSaysSo) {
  sample.files.files["r.json"] = results(std::string("\"1\": ") + kPerfect);
  const auto board = score_eq_bench({.results = {"r.json"}}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_DOUBLE_EQ(board->rows.at(0).score.value(), 12.5);
  EXPECT_EQ(board->rows.at(0).score_interval, std::nullopt);
  EXPECT_EQ(board->warnings.size(), 1u);
}

}  // namespace
}  // namespace evenhand
