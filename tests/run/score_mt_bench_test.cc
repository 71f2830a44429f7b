#include "run/score_mt_bench.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

std::string mark(int question, const char* model, int turn, double score) {
  return R"({"question_id": )" + std::to_string(question) + R"(, "model": ")" + model +
         R"(", "judge": ["j", "single-v1"], "judgment": "", "score": )" + std::to_string(score) +
         R"(, "turn": )" + std::to_string(turn) + "}\n";
}

std::string pair(int question, const char* first, const char* second) {
  return R"({"question_id": )" + std::to_string(question) +
         R"(, "model_1": "ours", "model_2": "base", "g1_winner": ")" + first +
         R"(", "g2_winner": ")" + second +
         R"(", "judge": ["j", "pair-v2"], "g1_judgment": "", "g2_judgment": "", "turn": 1})" + "\n";
}

class ScoreMtBenchTest : public testing::Test {
 protected:
  Result<MtBenchBoard> score(MtBenchMode mode) {
    return score_mt_bench(
        {.judgments = {"j.jsonl"}, .mode = mode, .baseline = "base", .questions = "q.jsonl"},
        sample.world());
  }

  void SetUp() override {
    sample.files.files["q.jsonl"] =
        R"({"question_id": 81, "category": "writing", "turns": ["a", "b"]})"
        "\n"
        R"({"question_id": 111, "category": "math", "turns": ["a", "b"]})"
        "\n";
  }

  SampleWorld sample;
};

TEST_F(ScoreMtBenchTest, AveragesRowsAndCountsWhatIsMissing) {
  sample.files.files["j.jsonl"] = mark(81, "ours", 1, 8) + mark(81, "ours", 2, 6) +
                                  mark(111, "ours", 1, 4) + mark(111, "ours", 2, -1);
  const auto board = score(MtBenchMode::single);
  ASSERT_TRUE(board) << to_text(board.error());
  const MtBenchSingleRow& row = board->single.at(0);
  EXPECT_DOUBLE_EQ(row.standing.first_turn->mean, 6.0);
  EXPECT_DOUBLE_EQ(row.standing.average->mean, 6.0) << "of 8, 6 and 4: over rows";
  EXPECT_DOUBLE_EQ(row.standing.by_category.at("math").mean, 4.0);
  EXPECT_EQ(row.expected, 4U);
  EXPECT_EQ(row.standing.unread, 1U);
  ASSERT_TRUE(row.average_interval);
  EXPECT_LE(row.average_interval->low, 6.0);
  EXPECT_GE(row.average_interval->high, 6.0);
  EXPECT_EQ(board->warnings, std::vector<std::string>{"ours: 1 row without a score, in no mean"});
}

TEST_F(ScoreMtBenchTest, TakesGamesThatDisagreeForATie) {
  sample.files.files["j.jsonl"] = pair(81, "model_1", "model_1") + pair(111, "model_1", "model_2");
  const auto board = score(MtBenchMode::pairwise_baseline);
  ASSERT_TRUE(board) << to_text(board.error());
  const PairStanding& standing = board->pairs.at(0).standing;
  EXPECT_EQ(standing.wins, 1U);
  EXPECT_EQ(standing.inconsistent, 1U);
  EXPECT_EQ(standing.win_rate_adjusted(), 0.75);
  EXPECT_TRUE(board->pairs.at(0).win_rate_adjusted_interval);
}

TEST_F(ScoreMtBenchTest, RefusesAFileWithoutJudgments) {
  sample.files.files["j.jsonl"] = "";
  const auto board = score(MtBenchMode::single);
  ASSERT_FALSE(board);
  EXPECT_EQ(to_text(board.error()), "j.jsonl: no judgments");
}

}  // namespace
}  // namespace evenhand
