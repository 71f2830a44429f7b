#include "formats/mt_bench_suite.h"

#include <gtest/gtest.h>

#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kQuestions =
    R"({"question_id": 81, "category": "writing", "turns": ["Write.", "Again."]})"
    "\n"
    R"({"question_id": 111, "category": "math", "turns": ["2+2?", "Twice?"], "reference": ["4", "8"], "required_temperature": 0.5})"
    "\n";

class ImportMtBenchTest : public testing::Test {
 protected:
  ImportMtBenchTest() { files.files["q.jsonl"] = kQuestions; }

  std::string message(const std::string& references) {
    files.files["r.jsonl"] = references;
    const auto imported = import_mt_bench(files, {.questions = "q.jsonl", .references = "r.jsonl"});
    return imported ? "imported" : to_text(imported.error());
  }

  Suite loaded(const ImportedSuite& imported) {
    for (const auto& [name, contents] : imported.files) files.files["s/" + name] = contents;
    auto suite = load_suite(files, "s");
    EXPECT_TRUE(suite) << (suite ? "" : to_text(suite.error()));
    return suite ? *std::move(suite) : Suite{};
  }

  MemoryFileSystem files;
};

TEST_F(ImportMtBenchTest, KeepsNumbersTemperaturesAndReferences) {
  files.files["r.jsonl"] =
      R"({"question_id": 111, "model_id": "gpt-4", "choices": [{"index": 0, "turns": ["4", " "]}]})";
  const auto imported = import_mt_bench(files, {.questions = "q.jsonl", .references = "r.jsonl"});
  ASSERT_TRUE(imported) << to_text(imported.error());
  EXPECT_EQ(imported->questions, 2U);
  EXPECT_EQ(imported->remarks,
            std::vector<std::string>{"left out: the hints ('reference') of 1 questions in q.jsonl, "
                                     "which FastChat shows to no judge either"});

  const Suite suite = loaded(*imported);
  ASSERT_EQ(suite.questions.size(), 2U);
  EXPECT_EQ(suite.questions[0].id, QuestionId{"81"});
  EXPECT_EQ(suite.questions[0].temperature, 0.7);
  EXPECT_EQ(suite.questions[1].temperature, 0.5);
  EXPECT_EQ(suite.questions[1].turns[0].reference, "4");
  EXPECT_EQ(suite.questions[1].turns[1].reference, std::nullopt);
}

TEST_F(ImportMtBenchTest, SaysWhatIsWrongWithReferences) {
  EXPECT_EQ(message(R"({"question_id": 9, "choices": [{"turns": ["x", "y"]}]})"),
            "r.jsonl:1: there is no question '9' for this reference");
  EXPECT_EQ(message(R"({"question_id": 111, "choices": [{"turns": ["x"]}]})"),
            "r.jsonl:1: the reference has 1 turns, the question '111' has 2");
  EXPECT_EQ(message(R"({"question_id": 111, "choices": [{"turns": ["x", "$ERROR$"]}]})"),
            "r.jsonl:1: the reference for '111' is an error text");
}

TEST_F(ImportMtBenchTest, RemarksOnReferencesThatJudgesMiss) {
  const auto imported = import_mt_bench(files, {.questions = "q.jsonl"});
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->remarks.front(),
            "no reference answers for 111: judges of reasoning, math and coding are better with "
            "them");
}

TEST_F(ImportMtBenchTest, RefusesAQuestionTwice) {
  files.files["q.jsonl"] += R"({"question_id": 81, "turns": ["x"]})";
  const auto imported = import_mt_bench(files, {.questions = "q.jsonl"});
  ASSERT_FALSE(imported);
  EXPECT_EQ(to_text(imported.error()),
            "q.jsonl:3: two questions are called '81'\n  hint: the first is in line 1");
}

TEST_F(ImportMtBenchTest, SaysWhatIsWrongWithQuestions) {
  struct {
    const char* question;
    const char* message;
  } const cases[] = {
      {R"({"question_id": 81})", "q.jsonl:1: a question needs a list 'turns'"},
      {R"({"question_id": 81, "turns": []})", "q.jsonl:1: a question needs a list 'turns'"},
      {R"({"question_id": 81, "turns": ["a", " "]})", "q.jsonl:1: a turn must not be blank"},
      {R"({"turns": ["a"]})", "q.jsonl:1: a question needs 'question_id'"},
      {R"({"question_id": "", "turns": ["a"]})", "q.jsonl:1: 'question_id' must not be blank"},
      {R"({"question_id": 1, "turns": ["a"], "required_temperature": -1})",
       "q.jsonl:1: 'required_temperature' must be from 0 to 10, found '-1'"},
      {"", "q.jsonl: no questions"},
  };
  for (const auto& c : cases) {
    files.files["q.jsonl"] = c.question;
    const auto imported = import_mt_bench(files, {.questions = "q.jsonl"});
    ASSERT_FALSE(imported) << c.question;
    EXPECT_EQ(to_text(imported.error()), c.message);
  }
}

TEST_F(ImportMtBenchTest, LetsErrataCorrectReferences) {
  files.files["r.jsonl"] = R"({"question_id": 111, "choices": [{"turns": ["5", "8"]}]})";
  files.files["e.jsonl"] =
      R"({"id": "111", "references": ["4", "8"], "reason": "two and two are four"})";
  const auto imported = import_mt_bench(
      files, {.questions = "q.jsonl", .references = "r.jsonl", .errata = "e.jsonl"});
  ASSERT_TRUE(imported) << to_text(imported.error());
  EXPECT_EQ(loaded(*imported).questions[1].turns[0].reference, "4");

  files.files["e.jsonl"] = R"({"id": "9", "references": ["4", "8"]})";
  const auto unknown = import_mt_bench(files, {.questions = "q.jsonl", .errata = "e.jsonl"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_text(unknown.error()), "e.jsonl:1: there is no question '9' to correct");
  files.files["e.jsonl"] = R"({"id": "81", "references": ["4"]})";
  const auto too_few = import_mt_bench(files, {.questions = "q.jsonl", .errata = "e.jsonl"});
  ASSERT_FALSE(too_few);
  EXPECT_EQ(to_text(too_few.error()),
            "e.jsonl:1: the erratum has 1 references, the question '81' has 2 turns");
}

TEST_F(ImportMtBenchTest, BringsFastChatsWordsToJudges) {
  files.files["p.jsonl"] =
      R"({"name": "single-v1", "system_prompt": "", "prompt_template": "{question}{answer}"})";
  const auto imported =
      import_mt_bench(files, {.questions = "q.jsonl", .judge_prompts = "p.jsonl"});
  ASSERT_TRUE(imported) << to_text(imported.error());
  EXPECT_EQ(loaded(*imported).prompts,
            (std::map<std::string, std::string>{{"graded", "prompts/graded.txt"}}));
  EXPECT_TRUE(files.files.contains("s/prompts/graded.txt"));
}

/// The published files: 80 questions in eight categories, 30 of them with references.
TEST_F(ImportMtBenchTest, TakesThePublishedFiles) {
  const std::string data = EVENHAND_SOURCE_DIR "/../shared/data/mt_bench";
  const DiskFileSystem disk;
  if (!disk.exists(data)) GTEST_SKIP() << "needs FastChat's MT-Bench files in " << data;
  const auto imported = import_mt_bench(disk, {.questions = data + "/question.jsonl",
                                               .references = data + "/reference_answer_gpt-4.jsonl",
                                               .judge_prompts = data + "/judge_prompts.jsonl"});
  ASSERT_TRUE(imported) << to_text(imported.error());
  const Suite suite = loaded(*imported);
  EXPECT_EQ(suite.questions.size(), 80U);
  EXPECT_EQ(suite.categories.size(), 8U);
  int references = 0;
  for (const Question& question : suite.questions) {
    references += question.turns[0].reference && question.turns[1].reference ? 1 : 0;
  }
  EXPECT_EQ(references, 30);
  EXPECT_EQ(suite.prompts.size(), 8U);
  const auto is_warned = [](const std::string& remark) {
    return remark.starts_with(
        "the references for 104, 105, 109, 111, 113, 114, 120, 122, 124, "
        "125, 126, 128, 130 in ");
  };
  EXPECT_TRUE(std::any_of(imported->remarks.begin(), imported->remarks.end(), is_warned));
  EXPECT_EQ(suite_remarks(suite), std::vector<std::string>{});
}

}  // namespace
}  // namespace evenhand
