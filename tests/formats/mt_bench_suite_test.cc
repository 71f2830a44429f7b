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
    const auto imported = import_mt_bench(files, "q.jsonl", "r.jsonl");
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
  const auto imported = import_mt_bench(files, "q.jsonl", "r.jsonl");
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
  const auto imported = import_mt_bench(files, "q.jsonl", std::nullopt);
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->remarks.front(),
            "no reference answers for 111: judges of reasoning, math and coding are better with "
            "them");
}

TEST_F(ImportMtBenchTest, RefusesAQuestionTwice) {
  files.files["q.jsonl"] += R"({"question_id": 81, "turns": ["x"]})";
  const auto imported = import_mt_bench(files, "q.jsonl", std::nullopt);
  ASSERT_FALSE(imported);
  EXPECT_EQ(to_text(imported.error()),
            "q.jsonl:3: two questions are called '81'\n  hint: the first is in line 1");
}

/// The published files: 80 questions in eight categories, 30 of them with references.
TEST_F(ImportMtBenchTest, TakesThePublishedFiles) {
  const std::string data = EVENHAND_SOURCE_DIR "/../shared/data/mt_bench";
  const DiskFileSystem disk;
  if (!disk.exists(data)) GTEST_SKIP() << "needs FastChat's MT-Bench files in " << data;
  const auto imported =
      import_mt_bench(disk, data + "/question.jsonl", data + "/reference_answer_gpt-4.jsonl");
  ASSERT_TRUE(imported) << to_text(imported.error());
  const Suite suite = loaded(*imported);
  EXPECT_EQ(suite.questions.size(), 80U);
  EXPECT_EQ(suite.categories.size(), 8U);
  int references = 0;
  for (const Question& question : suite.questions) {
    references += question.turns[0].reference && question.turns[1].reference ? 1 : 0;
  }
  EXPECT_EQ(references, 30);
  EXPECT_EQ(suite_remarks(suite), std::vector<std::string>{});
}

}  // namespace
}  // namespace evenhand
