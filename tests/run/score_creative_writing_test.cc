#include "run/score_creative_writing.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class ScoreCreativeWritingTest : public testing::Test {
 protected:
  Result<CreativeWritingBoard> score(const std::string& contents) {
    sample.files.files["runs.json"] = contents;
    return score_creative_writing({.results = {"runs.json"}, .resamples = 100}, sample.world());
  }

  SampleWorld sample;
};

TEST_F(ScoreCreativeWritingTest, ReadsTheJudgesWordsAgain) {
  const auto board = score(R"({"r": {"test_model": "ours", "creative_tasks": {
    "1": {"7": {"results_by_modifier": {"at night": {
            "raw_judge_text": "At 10:15 it ends.\nCoherent: 18\nPurple Prose: [6]",
            "judge_scores": {"Coherent": 1}}}},
          "8": {"results_by_modifier": {"at sea": {"judge_scores":
            {"Elegant Prose": 10, "Weak Dialogue": 25, "Charm": 20}}}},
          "9": {"status": "error"}},
    "2": {"7": {"results_by_modifier": {"at dawn": {"raw_judge_text": "Coherent: 12"}}}}}}})");
  ASSERT_TRUE(board) << to_text(board.error());
  const CreativeWritingRow& row = board->rows.at(0);
  EXPECT_EQ(row.model.text, "ours");
  // Prompt 7: (18 + 14) / 2 and 12, so 14 on average; prompt 8: 10, as 25 is outside the scale.
  EXPECT_DOUBLE_EQ(row.score.value().value, 5.0 * (14.0 + 10.0) / 2.0);
  EXPECT_TRUE(row.score->interval);
  EXPECT_EQ(row.pieces, 4U);
  EXPECT_EQ(row.judged, 3U);
  EXPECT_DOUBLE_EQ(row.criteria.at("Coherent"), 15.0);
  EXPECT_DOUBLE_EQ(row.criteria.at("Purple Prose"), 6.0) << "as it was given";
  EXPECT_EQ(board->warnings.at(0), "ours: 2 marks for what is no criterion left out");
}

TEST_F(ScoreCreativeWritingTest, HasNoScoreWithoutAJudgement) {
  const auto board = score(R"({"ours": {"creative_tasks": {"1": {"7": {}}}}})");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.at(0).model.text, "ours") << "the run's key";
  EXPECT_FALSE(board->rows.at(0).score);
}

TEST_F(ScoreCreativeWritingTest, SaysWhereAFileIsBroken) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "runs.json:1: expected an object, found a list"},
      {"{}", "no piece of writing in runs.json"},
      {"{\n\"r\": {}}", "runs.json:2: no run of creative writing v3: it has no 'creative_tasks'"},
      {R"({"r": {"creative_tasks": {"1": [] }}})",
       "runs.json:1: an iteration is a map from prompt to results, found a list"},
  };
  for (const auto& [contents, complaint] : cases) {
    const auto board = score(contents);
    ASSERT_FALSE(board) << contents;
    EXPECT_EQ(to_text(board.error()), complaint);
  }
}

}  // namespace
}  // namespace evenhand
