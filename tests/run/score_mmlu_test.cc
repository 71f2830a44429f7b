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

/// Of anatomy 2 of 3 are right, of astronomy 1 of 1; the overlay excludes one of the right ones.
class AuditedMmlu : public ScoreMmluTest {
 protected:
  Result<MmluBoard> audited(const std::string& predictions, const std::string& overlay) {
    sample.files.files["p.csv"] = predictions;
    sample.files.files["o.yaml"] = overlay;
    return score_mmlu({.predictions = {"p.csv"}, .overlay = "o.yaml", .resamples = 100},
                      sample.world());
  }

  const std::string rows =
      "id,subject,prediction,answer\n0,anatomy,A,A\n1,anatomy,,B\n2,anatomy,C,C\n"
      "0,astronomy,b,1\n";
};

TEST_F(AuditedMmlu, ScoresWithAndWithoutWhatTheOverlayExcludes) {
  const auto board = audited(rows, "exclude: {anatomy/0: broken, anatomy/1: no list}\n");
  ASSERT_TRUE(board) << to_text(board.error());
  const MmluRow& row = board->rows.at(0);
  EXPECT_DOUBLE_EQ(row.means.micro, 0.75) << "as without an overlay";
  EXPECT_EQ(row.invalid, 1U);
  ASSERT_TRUE(row.audited);
  EXPECT_EQ(row.audited->questions, 2U);
  EXPECT_DOUBLE_EQ(row.audited->micro, 1.0);
  EXPECT_EQ(row.audited_invalid, 0U);
  EXPECT_TRUE(row.audited->micro_interval);
  EXPECT_EQ(board->excluded.at("anatomy/1"), "no list");
}

TEST_F(AuditedMmlu, FindsTheHarnesssSamplesByTheirPlaceInTheSubject) {
  std::string lines;
  for (const int place : {0, 1}) {
    lines += R"({"doc_id": )" + std::to_string(place) +
             R"(, "doc": {"subject": "anatomy"}, "acc": )" + std::to_string(place) + "}\n";
  }
  sample.files.files["s.jsonl"] = lines;
  sample.files.files["o.yaml"] = "exclude: {anatomy/0: broken}\n";
  const auto board =
      score_mmlu({.predictions = {"s.jsonl"}, .overlay = "o.yaml", .resamples = 0}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_DOUBLE_EQ(board->rows.at(0).means.micro, 0.5);
  EXPECT_DOUBLE_EQ(board->rows.at(0).audited.value().micro, 1.0);
}

TEST_F(AuditedMmlu, HasNoAuditedScoreWhereNothingIsLeft) {
  const auto board = audited("id,subject,correct\n0,anatomy,1\n", "exclude: {anatomy/0: broken}\n");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_FALSE(board->rows.at(0).audited);
}

TEST_F(AuditedMmlu, TellsWhatTheOverlayCouldNotDo) {
  const auto board = audited(rows,
                             "exclude: {anatomy/0: broken, virology/7: broken}\n"
                             "repair: {anatomy/1: {references: [C]}}\n");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings.at(0),
            "1 question that o.yaml repairs is scored as asked: the predictions were made before");
  EXPECT_EQ(board->warnings.at(2),
            "p: 1 of the 2 questions that the overlay excludes are in no row");
}

TEST_F(AuditedMmlu, RefusesRowsThatDoNotSayWhichQuestionTheyAre) {
  const auto complaint = [&](const std::string& predictions, const std::string& overlay) {
    const auto board = audited(predictions, overlay);
    return board ? "none" : to_text(board.error());
  };
  const std::string exclude = "exclude: {anatomy/0: broken}\n";
  const std::string unnamed =
      "p.csv:2: an overlay needs rows that say which question they are\n"
      "  hint: give each row an 'id': its place within the subject, from 0";
  EXPECT_EQ(complaint("subject,correct\nanatomy,1\n", exclude), unnamed);
  EXPECT_EQ(complaint("subject,correct,n\nanatomy,1,2\n", exclude), unnamed);
  EXPECT_EQ(complaint(rows, "exclude: {virology/0: broken}\n"),
            "o.yaml: no row is a question that the overlay excludes\n"
            "  hint: the overlay names 'virology/0', the first row is called 'anatomy/0'");
  EXPECT_EQ(complaint(rows, "leave: {}\n").rfind("o.yaml:1", 0), 0U);
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
