// TruthfulQA's files as suites, in every shape that they come in.
#include <gtest/gtest.h>

#include "base/text.h"
#include "formats/choice_suite.h"
#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kCsv =
    "Type,Category,Question,Best Answer,Best Incorrect Answer,Correct Answers,Incorrect Answers,"
    "Source\r\nAdversarial,Myths,Do seeds grow in you?,No.,Yes.,No.; They do not.,"
    "Yes.; Only melons; ,http\r\n";

struct Shape {
  const char* file;
  std::string contents;
  TruthfulTask task;
  std::vector<std::string> options;  // the right one first
};

TEST(TruthfulQa, IsReadInEveryShapeThatItComesIn) {
  const std::string targets = R"({"No.": 1, "Yes.": 0, "Only melons": 0})";
  const std::string task_file = R"([{"question": "Q?", "mc0_targets": {"No.": 1, "Yes.": 0}, )"
                                R"("mc1_targets": )" +
                                targets + R"(, "mc2_targets": )" + targets + "}]";
  const std::string generation =
      R"({"type": "A", "category": "Myths", "question": "Q?", "best_answer": "No.", )"
      R"("correct_answers": ["No."], "incorrect_answers": ["Yes.", "Only melons"], "source": "x"})";
  const std::string choices =
      R"({"question": "Q?", "mc1_targets": {"choices": ["No.", "Yes.", "Only melons"], )"
      R"("labels": [1, 0, 0]}, "mc2_targets": {"choices": ["No."], "labels": [1]}})";
  const std::vector<std::string> three = {"No.", "Yes.", "Only melons"};
  const std::vector<std::string> two = {"No.", "Yes."};
  const Shape shapes[] = {{"TruthfulQA.csv", kCsv, TruthfulTask::mc1, three},
                          {"TruthfulQA.csv", kCsv, TruthfulTask::mc0, two},
                          {"mc_task.json", task_file, TruthfulTask::mc1, three},
                          {"mc_task.json", task_file, TruthfulTask::mc0, two},
                          {"generation.jsonl", generation, TruthfulTask::mc1, three},
                          {"multiple_choice.jsonl", choices, TruthfulTask::mc1, three}};
  for (const Shape& shape : shapes) {
    MemoryFileSystem files;
    files.files[shape.file] = shape.contents;
    const auto items = read_mmlu_items(files, shape.file, shape.task);
    ASSERT_TRUE(items) << to_text(items.error());
    ASSERT_EQ(items->size(), 1U);
    EXPECT_EQ(items->at(0).options, shape.options) << shape.file;
    EXPECT_EQ(items->at(0).gold, 0U) << shape.file;
    EXPECT_TRUE(check_items(*items));
  }
}

TEST(TruthfulQa, SaysWhatItsFileLacksForTheTask) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"question": "Q?", "mc1_targets": {"No.": 1, "Yes.": 0}})",
       "f.jsonl:1: the question has no 'mc0_targets'\n  hint: --task mc1 takes the targets that it "
       "has"},
      {R"({"question": "Q?", "mc0_targets": {"No.": 0, "Yes.": 0}})",
       "f.jsonl:1: 'f/0': the gold answer '' is none of the 2 options"}};
  for (const auto& [row, complaint] : cases) {
    MemoryFileSystem files;
    files.files["f.jsonl"] = row;
    const auto suite =
        import_choices(files, {.questions = "f.jsonl", .task = TruthfulTask::mc0, .shuffle = 0});
    ASSERT_FALSE(suite);
    EXPECT_EQ(to_text(suite.error()), complaint);
  }
  MemoryFileSystem files;
  files.files["f.csv"] = "Question,Best Answer,Incorrect Answers\nQ?,No.,Yes.\n";
  const auto suite = import_choices(files, {.questions = "f.csv", .task = TruthfulTask::mc0});
  ASSERT_FALSE(suite);
  EXPECT_EQ(suite.error().what, "there is no column 'Best Incorrect Answer'");
}

TEST(Choices, RefuseWhatCannotBeAskedBeforeAnyCall) {
  struct Case {
    const char* file;
    const char* contents;
    std::size_t shots;
    const char* complaint;
  };
  const Case cases[] = {
      {"a_test.csv", "Who?,he,she,it,they,E\n", 0, "the gold answer 'E' is none of the 4 options"},
      {"a_test.csv", "Who?,he,she,it,they,4\n", 0, "the gold answer '4' is none of the 4 options"},
      {"a_test.csv", "Who?,he,she,it,they,\n", 0, "the gold answer '' is none of the 4 options"},
      {"a_test.csv", "Who?,he,she,it,they,A\nWhen?,now,then,soon,never,ever,A\n", 0,
       "7 fields where the first row has 6"},
      {"a_test.csv", "Who?,he,,it,they,A\n", 0, "an option is blank"},
      {"a_test.csv", "Who?,he,she,it,they,A\n", 5, "there are no examples beside a_test.csv"},
      {"a.jsonl", R"({"question": "Who?", "choices": ["he"], "answer": 0})", 0,
       "less than two options"},
      {"a.jsonl", R"({"question": "Who?", "choices": ["he", "she"], "answer": -1})", 0,
       "the gold answer '-1' is none of the 2 options"},
  };
  for (const Case& c : cases) {
    MemoryFileSystem files;
    files.files[c.file] = c.contents;
    const auto suite = import_choices(files, {.questions = c.file, .shots = c.shots});
    ASSERT_FALSE(suite) << c.contents;
    EXPECT_NE(to_text(suite.error()).find(c.complaint), std::string::npos)
        << to_text(suite.error());
  }
}

TEST(Choices, TakeFiveOptionsWhereTheGoldAnswerIsOneOfThem) {
  MemoryFileSystem files;
  files.files["a_test.csv"] = "Who?,he,she,it,they,we,E\n";
  const auto suite = import_choices(files, {.questions = "a_test.csv"});
  ASSERT_TRUE(suite) << to_text(suite.error());
  EXPECT_NE(suite->files.at("questions.jsonl").find(R"("references":["E"])"), std::string::npos)
      << suite->files.at("questions.jsonl");
}

}  // namespace
}  // namespace evenhand
