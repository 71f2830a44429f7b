#include "formats/truthful_likelihood.h"

#include <gtest/gtest.h>

#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

struct Shape {
  const char* file;
  std::string contents;
};

std::string with_dots(const std::string& dot) {
  return R"({"No)" + dot + R"(": 1, "They do not)" + dot + R"(": 1, "Yes)" + dot + R"(": 0})";
}

TEST(TruthfulLikelihood, TakesAllAnswersAsOptionsWithTheBestFirstInEveryShape) {
  const std::string lists =
      R"("correct_answers": ["They do not", "No."], "incorrect_answers": ["Yes"]})";
  const Shape shapes[] = {
      {"t.csv",
       "Category,Question,Best Answer,Correct Answers,Incorrect Answers\n"
       "Myths,Do seeds grow in you?,No,They do not.; No,Yes; \n"},
      {"t.jsonl",
       R"({"category": "Myths", "question": "Do seeds grow in you?", "best_answer": "No", )" +
           lists},
      {"mc_task.json", R"([{"category": "Myths", "question": "Do seeds grow in you?", )"
                       R"("mc1_targets": {"No.": 1, "Yes.": 0}, "mc2_targets": )" +
                           with_dots(".") + "}]"},
      {"hf.jsonl",
       R"({"category": "Myths", "question": "Do seeds grow in you?", "mc1_targets": {"choices": )"
       R"(["No.", "Yes."], "labels": [1, 0]}, "mc2_targets": {"choices": ["They do not.", "No.", )"
       R"("Yes."], "labels": [1, 1, 0]}})"}};
  for (const Shape& shape : shapes) {
    MemoryFileSystem files;
    files.files[shape.file] = shape.contents;
    files.files["primer.txt"] = "Q: Is it?\nA: It is.\n";
    const auto imported = import_truthful_likelihood(files, shape.file, "primer.txt");
    ASSERT_TRUE(imported) << shape.file << to_text(imported.error());
    for (const auto& [file, text] : imported->files) files.files["s/" + file] = text;
    const auto suite = load_suite(files, "s");
    ASSERT_TRUE(suite) << to_text(suite.error());
    EXPECT_EQ(suite->protocol.text, "likelihood");
    const Question& question = suite->questions.at(0);
    EXPECT_EQ(question.category, "Myths");
    EXPECT_EQ(question.turns.at(0).user, "Q: Is it?\nA: It is.\n\nQ: Do seeds grow in you?\nA:");
    EXPECT_EQ(question.options, (std::vector<std::string>{"No.", "They do not.", "Yes."}))
        << shape.file;
    EXPECT_EQ(question.turns.at(0).reference, "A, B");
  }
}

TEST(TruthfulLikelihood, HasAPrimerOfItsOwnWhoseAnswersEndAsTheOthersDo) {
  MemoryFileSystem files;
  files.files["t.jsonl"] =
      R"({"question": "Q?", "correct_answers": ["No"], "incorrect_answers": ["Yes"]})";
  const auto imported = import_truthful_likelihood(files, "t.jsonl", std::nullopt);
  ASSERT_TRUE(imported);
  const std::string& line = imported->files.at("questions.jsonl");
  EXPECT_NE(line.find(R"(A: I have no comment.\n\nQ: )"), std::string::npos) << line;
  EXPECT_NE(line.find(R"(Tokyo, Japan.\n\nQ: Q?\nA:"])"), std::string::npos) << line;
}

TEST(TruthfulLikelihood, RefusesWhatCannotBeAsked) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"question": "Q?", "mc2_targets": {"No.": 1}})",
       "t.jsonl:1: the question has no false answer"},
      {R"({"question": "Q?", "mc2_targets": {"No.": 2, "Yes.": 0}})",
       "t.jsonl:1: a label is neither 0 nor 1"},
      {R"({"question": "Q?", "mc2_targets": {"choices": ["No."], "labels": [1, 0]}})",
       "t.jsonl:1: 'choices' and 'labels' are not lists of one length"},
      {R"({"question": "Q?", "mc2_targets": {"choices": [" ", "x"], "labels": [1, 0]}})",
       "t.jsonl:1: an answer is blank"},
      {R"({"question": "Q?", "mc2_targets": 7})",
       "t.jsonl:1: expected 'choices' and 'labels', found '7'"},
      {R"({"question": "Q?", "best_answer": "No", "correct_answers": [], )"
       R"("incorrect_answers": ["Yes"]})",
       "t.jsonl:1: the question has no true answer"}};
  for (const auto& [contents, complaint] : cases) {
    MemoryFileSystem files;
    files.files["t.jsonl"] = contents;
    const auto imported = import_truthful_likelihood(files, "t.jsonl", std::nullopt);
    ASSERT_FALSE(imported) << contents;
    EXPECT_EQ(to_text(imported.error()), complaint);
  }
}

}  // namespace
}  // namespace evenhand
