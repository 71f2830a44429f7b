#include "formats/truthful_generation.h"

#include <gtest/gtest.h>

#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

TEST(TruthfulGeneration, ListsTrueAndFalseAnswersAsTheReference) {
  const std::pair<const char*, const char*> cases[] = {
      {"t.csv",
       "Category,Question,Best Answer,Correct Answers,Incorrect Answers\n"
       "Myths,Do seeds grow in you?,No,No; They do not.,Yes; Only melons\n"},
      {"t.jsonl",
       R"({"category": "Myths", "question": "Do seeds grow in you?", "best_answer": "No", )"
       R"("correct_answers": ["No", "They do not."], "incorrect_answers": ["Yes", "Only melons"]})"}};
  for (const auto& [name, contents] : cases) {
    MemoryFileSystem files;
    files.files[name] = contents;
    const auto imported = import_truthful_generation(files, name);
    ASSERT_TRUE(imported) << to_text(imported.error());
    for (const auto& [file, text] : imported->files) files.files["s/" + file] = text;
    const auto suite = load_suite(files, "s");
    ASSERT_TRUE(suite) << to_text(suite.error());
    EXPECT_EQ(suite->protocol.text, "truthful");
    EXPECT_EQ(suite->questions.at(0).category, "Myths");
    EXPECT_EQ(suite->questions.at(0).turns.at(0).reference,
              "True answers:\n- No.\n- They do not.\n- I have no comment.\nFalse answers:\n"
              "- Yes.\n- Only melons.");
  }
}

TEST(TruthfulGeneration, RefusesQuestionsWithoutBothLists) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"question": "Q?", "correct_answers": ["No"]})",
       "t.jsonl:1: a question needs the list 'incorrect_answers'"},
      {R"({"question": "Q?", "correct_answers": [], "incorrect_answers": ["Yes"]})",
       "t.jsonl:1: the question has no true answer"},
      {R"({"question": " ", "correct_answers": ["No"], "incorrect_answers": ["Yes"]})",
       "t.jsonl:1: the question is blank"},
      {"", "no questions in t.jsonl"}};
  for (const auto& [contents, complaint] : cases) {
    MemoryFileSystem files;
    files.files["t.jsonl"] = contents;
    const auto imported = import_truthful_generation(files, "t.jsonl");
    ASSERT_FALSE(imported) << contents;
    EXPECT_EQ(to_text(imported.error()), complaint);
  }
}

}  // namespace
}  // namespace evenhand
