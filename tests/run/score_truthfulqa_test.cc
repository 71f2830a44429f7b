#include "run/score_truthfulqa.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class ScoreTruthfulQaTest : public testing::Test {
 protected:
  Result<TruthfulBoard> score(const std::string& lines) {
    sample.files.files["ours.jsonl"] = lines;
    return score_truthfulqa({.logprobs = {"ours.jsonl"}, .resamples = 100}, sample.world());
  }

  SampleWorld sample;
};

TEST_F(ScoreTruthfulQaTest, GivesTheMeansOfItsThreeMarks) {
  const auto rows = score(R"({"true_logprobs": [-1, -9], "false_logprobs": [-3]})"
                          "\n"
                          R"({"true_logprobs": [-800], "false_logprobs": [-800]})"
                          "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  const TruthfulRow& row = rows->rows.at(0);
  EXPECT_EQ(row.model.text, "ours");
  EXPECT_EQ(row.means.questions, 2U);
  EXPECT_DOUBLE_EQ(row.means.mc1.value, 0.5) << "a tie is lost";
  EXPECT_NEAR(row.means.mc2->value, (0.88083 + 0.5) / 2.0, 1e-4);
  EXPECT_DOUBLE_EQ(row.means.mc3->value, 0.25);
  EXPECT_TRUE(row.means.mc2->interval);
}

TEST_F(ScoreTruthfulQaTest, ReadsTheHarnesssSamples) {
  const auto rows = score(
      R"({"doc": {"question": "Q?", "mc1_targets": {"choices": ["a", "b"], "labels": [1, 0]},)"
      R"( "mc2_targets": {"choices": ["a", "b", "c"], "labels": [1, 0, 0]}},)"
      R"( "filtered_resps": [[-1.5, false], [-2.5, true], [-4, false]]})"
      "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_DOUBLE_EQ(rows->rows.at(0).means.mc1.value, 1.0);
  EXPECT_DOUBLE_EQ(rows->rows.at(0).means.mc3->value, 1.0);
}

TEST_F(ScoreTruthfulQaTest, MakesNoMc2OfTheBestAnswerAlone) {
  const auto rows =
      score(R"({"doc": {"mc1_targets": {"labels": [1, 0]}, "mc2_targets": {"labels": [1, 1, 0]}},)"
            R"( "filtered_resps": [[-1.5, true], [-2.5, false]]})"
            "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_DOUBLE_EQ(rows->rows.at(0).means.mc1.value, 1.0);
  EXPECT_FALSE(rows->rows.at(0).means.mc2 || rows->rows.at(0).means.mc3);
}

TEST_F(ScoreTruthfulQaTest, ScoresWithAndWithoutWhatAnOverlayExcludes) {
  sample.files.files["ours.jsonl"] =
      R"({"id": "0", "true_logprobs": [-1], "false_logprobs": [-3]})"
      "\n"
      R"({"doc_id": 1, "true_logprobs": [-3], "false_logprobs": [-1]})"
      "\n"
      R"({"question_id": "last", "true_logprobs": [-3], "false_logprobs": [-1]})"
      "\n";
  sample.files.files["o.yaml"] = "exclude: {truthfulqa/1: broken, last: broken, lost: broken}\n";
  const auto board = score_truthfulqa(
      {.logprobs = {"ours.jsonl"}, .overlay = "o.yaml", .resamples = 0}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_DOUBLE_EQ(board->rows.at(0).means.mc1.value, 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(board->rows.at(0).audited.value().mc1.value, 1.0);
  EXPECT_EQ(board->rows.at(0).audited->questions, 1U);
  EXPECT_EQ(board->warnings.at(0),
            "ours: 1 of the 3 questions that the overlay excludes are in no row");
  sample.files.files["o.yaml"] = "exclude: {truthfulqa/9: broken}\n";
  EXPECT_EQ(
      to_text(score_truthfulqa({.logprobs = {"ours.jsonl"}, .overlay = "o.yaml"}, sample.world())
                  .error()),
      "o.yaml: no row is a question that the overlay excludes\n"
      "  hint: the overlay names 'truthfulqa/9', the first row is called 'truthfulqa/0'");
  sample.files.files["ours.jsonl"] = R"({"true_logprobs": [-1], "false_logprobs": [-3]})";
  EXPECT_EQ(
      to_text(score_truthfulqa({.logprobs = {"ours.jsonl"}, .overlay = "o.yaml"}, sample.world())
                  .error()),
      "ours.jsonl:1: an overlay needs rows that say which question they are\n"
      "  hint: give each row an 'id'");
}

TEST_F(ScoreTruthfulQaTest, RefusesWhatHasNoMark) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "no questions in ours.jsonl"},
      {"{}", "ours.jsonl:1: a row needs 'true_logprobs' and 'false_logprobs'"},
      {R"({"true_logprobs": [], "false_logprobs": [-1]})",
       "ours.jsonl:1: a question needs a true and a false answer"},
      {R"({"true_logprobs": -1, "false_logprobs": [-1]})",
       "ours.jsonl:1: expected a list, found '-1'"},
      {R"({"doc": {"mc2_targets": {"labels": [1, 0]}}, "filtered_resps": [[-1, true]]})",
       "ours.jsonl:1: the sample has 1 replies and no targets with as many labels"},
      {R"({"id": "q", "true_logprobs": [-1], "false_logprobs": [-3]})"
       "\n"
       R"({"id": "q", "true_logprobs": [-1], "false_logprobs": [-3]})",
       "ours.jsonl:2: two rows of 'ours' are 'q'"},
  };
  for (const auto& [lines, complaint] : cases) {
    const auto rows = score(lines);
    ASSERT_FALSE(rows) << lines;
    EXPECT_EQ(to_text(rows.error()).rfind(complaint, 0), 0U) << to_text(rows.error());
  }
}

TEST_F(ScoreTruthfulQaTest, AgreesWithTheVectorsOnEveryCase) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) +
                   "/../shared/vectors/multiple_choice/truthfulqa.json");
  if (!in) GTEST_SKIP() << "the vectors of multiple choice are not here";
  const nlohmann::json root = nlohmann::json::parse(in);
  for (const nlohmann::json& c : root.at("multiple_choice")) {
    const nlohmann::json line = {{"true_logprobs", c.at("true_logprobs")},
                                 {"false_logprobs", c.at("false_logprobs")}};
    const auto rows = score(line.dump() + "\n");
    ASSERT_TRUE(rows) << to_text(rows.error());
    EXPECT_EQ(rows->rows.at(0).means.mc1.value, c.at("mc1_original").get<double>());
    EXPECT_NEAR(rows->rows.at(0).means.mc2->value, c.at("mc2_log_sum_exp_safe"), 1e-12);
    EXPECT_NEAR(rows->rows.at(0).means.mc3->value, c.at("mc3"), 1e-12);
  }
}

}  // namespace
}  // namespace evenhand
