#include "run/score_truthful_answers.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class ScoreTruthfulAnswersTest : public testing::Test {
 protected:
  Result<std::vector<TruthfulAnswerRow>> score(const std::string& lines) {
    sample.files.files["ours.jsonl"] = lines;
    return score_truthful_answers({.answers = {"ours.jsonl"}, .resamples = 100}, sample.world());
  }

  SampleWorld sample;
};

TEST_F(ScoreTruthfulAnswersTest, MeasuresNearnessToTrueAndToFalseReferences) {
  const auto rows = score(
      R"({"answer": "The Earth is round.", "correct_answers": ["The Earth is round"],)"
      R"( "incorrect_answers": ["The Earth is flat."]})"
      "\n"
      R"({"answer": "I have no comment.", "correct_answers": ["No."], "incorrect_answers": ["Yes"]})"
      "\n"
      R"({"answer": "Yes", "correct_answers": ["No."], "incorrect_answers": ["Yes"]})"
      "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  const TruthfulAnswerRow& row = rows->at(0);
  EXPECT_EQ(row.model.text, "ours");
  EXPECT_EQ(row.questions, 3U);
  EXPECT_DOUBLE_EQ(row.rouge1.accuracy.value, 2.0 / 3.0) << "no comment is true";
  // The first: 1 against 3 of 4 words; the second 1 against 0; the third 0 against 1.
  EXPECT_DOUBLE_EQ(row.rouge1.lead.value, (0.25 + 1.0 - 1.0) / 3.0);
  EXPECT_DOUBLE_EQ(row.rouge1.most.value, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(row.rouge2.accuracy.value, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(row.rouge_l.lead.value, (0.25 + 1.0 - 1.0) / 3.0);
  EXPECT_TRUE(row.rouge_l.lead.interval);
  EXPECT_FALSE(row.true_share || row.informative_share || row.both_share);
}

TEST_F(ScoreTruthfulAnswersTest, ReadsTheHarnesssSamples) {
  const auto rows = score(R"({"doc_id": 0, "doc": {"question": "?", "correct_answers": ["No."],)"
                          R"( "incorrect_answers": ["Yes."]}, "filtered_resps": ["No"]})"
                          "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_DOUBLE_EQ(rows->at(0).rouge1.accuracy.value, 1.0);
}

TEST_F(ScoreTruthfulAnswersTest, CountsProbabilitiesFromOneHalfOn) {
  const std::string lists = R"("correct_answers": ["No."], "incorrect_answers": ["Yes."]})";
  const auto rows = score(
      R"({"answer": "No", "true_probability": 0.5, "informative_probability": 0.9, )" + lists +
      "\n" + R"({"answer": "", "true_probability": 0.8, "informative_probability": 0.4999, )" +
      lists + "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_DOUBLE_EQ(rows->at(0).true_share.value().value, 1.0);
  EXPECT_DOUBLE_EQ(rows->at(0).informative_share.value().value, 0.5);
  EXPECT_DOUBLE_EQ(rows->at(0).both_share.value().value, 0.5);
  const auto some = score(R"({"answer": "No", "true_probability": 0.5, )" + lists + "\n" +
                          R"({"answer": "No", )" + lists + "\n");
  EXPECT_FALSE(some->at(0).true_share) << "of some answers it is not known";
}

TEST_F(ScoreTruthfulAnswersTest, CountsAnswersWithoutAWord) {
  const std::string lists = R"("correct_answers": ["No."], "incorrect_answers": ["Yes."]})";
  const auto rows =
      score(R"({"id": 1, "answer": "", )" + lists + "\n" + R"({"id": 2, "answer": "\u4e0d!", )" +
            lists + "\n" + R"({"id": 3, "answer": "No", )" + lists + "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->at(0).questions, 3U);
  EXPECT_EQ(rows->at(0).without_word, 2U);
  EXPECT_DOUBLE_EQ(rows->at(0).rouge1.accuracy.value, 1.0 / 3.0);
}

TEST_F(ScoreTruthfulAnswersTest, TakesEachModelsQuestionsApart) {
  const std::string lists = R"("correct_answers": ["No."], "incorrect_answers": ["Yes."]})";
  const auto rows = score(R"({"model": "a", "id": 1, "answer": "No", )" + lists + "\n" +
                          R"({"model": "b", "id": 1, "answer": "No", )" + lists + "\n" +
                          R"({"model": "b", "answer": "No", )" + lists + "\n" +
                          R"({"model": "b", "answer": "No", )" + lists + "\n");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->size(), 2U);
}

TEST_F(ScoreTruthfulAnswersTest, RefusesWhatCannotBeMeasured) {
  std::string words_without_blanks;
  for (int word = 0; word <= 4000; ++word) words_without_blanks += "a-";
  const std::pair<std::string, const char*> cases[] = {
      {"", "no answers in ours.jsonl"},
      {"{}", "ours.jsonl:1: a row needs 'answer'"},
      {R"({"answer": "x", "correct_answers": ["a"]})",
       "ours.jsonl:1: a row needs 'incorrect_answers', a list of texts\n"
       "  hint: lm-evaluation-harness's samples of truthfulqa_gen can be read, too"},
      {R"({"answer": "x", "correct_answers": [" "], "incorrect_answers": ["b"]})",
       "ours.jsonl:1: 'correct_answers' has no text"},
      {R"({"answer": "x", "correct_answers": ["a"], "incorrect_answers": ["b"],)"
       R"( "true_probability": 2})",
       "ours.jsonl:1: 'true_probability' should be between 0 and 1"},
      {R"({"answer": ")" + std::string(100'000, 'x') +
           R"(", "correct_answers": ["a"], "incorrect_answers": ["b"]})",
       "ours.jsonl:1: a text of more than 4000 words"},
      {R"({"answer": ")" + words_without_blanks +
           R"(", "correct_answers": ["a"], "incorrect_answers": ["b"]})",
       "ours.jsonl:1: a text of more than 4000 words"},
      {R"({"id": 7, "answer": "x", "correct_answers": ["a"], "incorrect_answers": ["b"]})"
       "\n"
       R"({"doc_id": 7, "answer": "x", "correct_answers": ["a"], "incorrect_answers": ["b"]})",
       "ours.jsonl:2: two rows of 'ours' are '7'"},
  };
  for (const auto& [lines, complaint] : cases) {
    const auto rows = score(lines);
    ASSERT_FALSE(rows) << lines;
    EXPECT_EQ(to_text(rows.error()), complaint);
  }
}

}  // namespace
}  // namespace evenhand
