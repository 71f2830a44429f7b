#include "run/score_mmlu.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class ScoreMmluTest : public testing::Test {
 protected:
  Result<MmluBoard> score(const std::string& name, const std::string& contents,
                          MmluCategories sorting = MmluCategories::hendrycks) {
    sample.files.files[name] = contents;
    return score_mmlu({.predictions = {name}, .sorting = sorting, .resamples = 100},
                      sample.world());
  }

  std::string complaint(const std::string& name, const std::string& contents) {
    const auto board = score(name, contents);
    return board ? "none" : to_text(board.error());
  }

  SampleWorld sample;
};

TEST_F(ScoreMmluTest, ReadsARowAQuestion) {
  const std::pair<const char*, const char*> files[] = {
      {"ours.csv", "subject,prediction,answer\nanatomy,A,A\nanatomy,,B\nastronomy,b,1\n"},
      {"ours.csv", "Subject,Correct\r\nanatomy,1\r\nanatomy,0\r\nastronomy,True\r\n"},
      {"ours.jsonl", R"({"subject": "anatomy", "correct": true})"
                     "\n"
                     R"({"subject": "anatomy", "prediction": "I do not know", "answer": 1})"
                     "\n"
                     R"({"subject": "astronomy", "prediction": "C", "answer": "C"})"
                     "\n"},
      {"ours.jsonl",
       R"({"doc_id": 0, "doc": {"subject": "anatomy"}, "target": "A", "filter": "none", "acc": 1.0})"
       "\n"
       R"({"doc_id": 1, "doc": {"subject": "anatomy"}, "target": "B", "filter": "none", "acc": 0.0})"
       "\n"
       R"({"doc_id": 0, "doc": {"subject": "astronomy"}, "target": "B", "filter": "none", "acc": 1.0})"
       "\n"},
  };
  for (const auto& [name, contents] : files) {
    const auto board = score(name, contents);
    ASSERT_TRUE(board) << to_text(board.error());
    const MmluRow& row = board->rows.at(0);
    EXPECT_EQ(row.model.text, "ours");
    EXPECT_DOUBLE_EQ(row.means.micro, 2.0 / 3.0) << contents;
    EXPECT_DOUBLE_EQ(row.means.macro_subjects, 0.75) << contents;
    EXPECT_TRUE(row.means.micro_interval);
    EXPECT_EQ(board->warnings.at(0), "ours: only 2 of MMLU's 57 subjects");
  }
}

TEST_F(ScoreMmluTest, CountsInvalidRepliesAsWrongAndTellsHowMany) {
  const auto board = score("p.csv",
                           "model,subject,prediction,answer\n"
                           "m,anatomy,A,A\nm,anatomy,,B\nm,anatomy,None of them,C\n");
  EXPECT_EQ(board->rows.at(0).invalid, 2U);
  EXPECT_EQ(board->rows.at(0).subjects.at(0).invalid, 2U);
  EXPECT_DOUBLE_EQ(board->rows.at(0).means.micro, 1.0 / 3.0);
}

TEST_F(ScoreMmluTest, CountsWhatTheHarnesssFiltersFoundNothingInAsInvalid) {
  const auto board =
      score("s.jsonl",
            R"({"doc": {"subject": "anatomy"}, "exact_match": 0, "filtered_resps": ["[invalid]"]})"
            "\n"
            R"x({"doc": {"subject": "anatomy"}, "exact_match": 0, "filtered_resps": ["(B)"]})x"
            "\n");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.at(0).invalid, 1U);
}

TEST_F(ScoreMmluTest, RefusesMoreQuestionsThanCanBeHeld) {
  const auto board =
      score("counts.csv", "subject,correct,n\nanatomy,1,9000000\nvirology,2,9000000\n");
  ASSERT_FALSE(board);
  EXPECT_EQ(to_text(board.error()), "counts.csv:3: more than 10000000 questions in one file");
}

TEST_F(ScoreMmluTest, ReadsARowASubjectOfManyModels) {
  const auto board = score("counts.csv",
                           "model,subject,correct,n\nweak,anatomy,1,4\nweak,virology,2,4\n"
                           "strong,anatomy,4,4\nstrong,virology,3,4\n");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.at(0).model.text, "strong") << "best first";
  EXPECT_DOUBLE_EQ(board->rows.at(0).means.micro, 7.0 / 8.0);
  EXPECT_DOUBLE_EQ(board->rows.at(1).subjects.at(1).accuracy, 0.5);
}

TEST_F(ScoreMmluTest, TakesTwoFiltersOfTheHarnessForTwoModels) {
  std::string lines;
  for (const char* const filter : {"strict-match", "flexible-extract"}) {
    lines += R"({"doc_id": 0, "doc": {"subject": "anatomy"}, "exact_match": 1.0, "filter": ")" +
             std::string(filter) + "\"}\n";
  }
  const auto board = score("s.jsonl", lines);
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.size(), 2U);
  EXPECT_EQ(board->rows.at(0).model.text, "s/flexible-extract");
}

TEST_F(ScoreMmluTest, RefusesWhatWouldCountWrongly) {
  struct Case {
    const char* contents;
    const char* complaint;
  };
  const Case cases[] = {
      {"subject,correct\n", "no questions in p.csv"},
      {"subject,correct\nanatomy,maybe\n", "p.csv:2: 'correct' should be 1 or 0, found 'maybe'"},
      {"subject,prediction,answer\nanatomy,A,?\n",
       "p.csv:2: the row's 'answer' is neither a letter nor a place from 0"},
      {"correct\n1\n", "p.csv:2: a row needs 'subject'"},
      {"subject\nanatomy\n", "p.csv:2: a row needs 'correct', or 'prediction' and 'answer'"},
      {"id,subject,correct\n7,anatomy,1\n7,anatomy,1\n",
       "p.csv:3: two rows of 'p' are '7' of anatomy"},
      {"subject,correct,questions\nanatomy,5,4\n", "p.csv:2: more replies than questions"},
      {"subject,correct,questions\nanatomy,-1,4\n",
       "p.csv:2: 'correct', 'questions' and 'invalid' should be whole numbers from 0"},
      {"subject,correct,questions\nanatomy,1,4\nanatomy,1,4\n",
       "p.csv:3: a subject twice for one model"},
  };
  for (const Case& c : cases) EXPECT_EQ(complaint("p.csv", c.contents), c.complaint);
  EXPECT_EQ(complaint("p.json", "{}"), "p.json:1: expected 'subjects_n' and 'models'");
}

TEST_F(ScoreMmluTest, RefusesAModelThatIsInTwoFiles) {
  sample.files.files["a/m.csv"] = sample.files.files["b/m.csv"] = "subject,correct\nanatomy,1\n";
  const auto board = score_mmlu({.predictions = {"a/m.csv", "b/m.csv"}}, sample.world());
  ASSERT_FALSE(board);
  EXPECT_EQ(board.error().what, "the model 'm' is in two files");
}

TEST_F(ScoreMmluTest, GivesThePublishedMeansOfTenModels) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) +
                   "/../shared/vectors/multiple_choice/mmlu_aggregation.json");
  if (!in) GTEST_SKIP() << "the vectors of multiple choice are not here";
  std::stringstream contents;
  contents << in.rdbuf();
  const nlohmann::json root = nlohmann::json::parse(contents.str());
  sample.files.files["a.json"] = contents.str();
  for (const auto& [sorting, key] :
       {std::pair(MmluCategories::hendrycks, "category_macro_of_micro"),
        std::pair(MmluCategories::lm_eval, "lm_eval_category_macro_of_micro")}) {
    const auto board =
        score_mmlu({.predictions = {"a.json"}, .sorting = sorting, .resamples = 0}, sample.world());
    ASSERT_TRUE(board) << to_text(board.error());
    ASSERT_EQ(board->rows.size(), 10U);
    for (const MmluRow& row : board->rows) {
      const nlohmann::json& wanted = root.at("models").at(row.model.text);
      EXPECT_NEAR(row.means.micro, wanted.at("micro"), 1e-12);
      EXPECT_NEAR(row.means.macro_subjects, wanted.at("macro57"), 1e-12);
      EXPECT_NEAR(row.means.macro_categories.value(), wanted.at(key), 1e-12);
    }
    EXPECT_TRUE(board->warnings.empty());
  }
}

}  // namespace
}  // namespace evenhand
