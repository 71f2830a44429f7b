#include "formats/eq_bench_questions.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

std::string key(const std::string& last_label, const std::string& last_score) {
  return R"({"emotion1": "Sad", "emotion2": "Glad", "emotion3": "Calm", "emotion4": ")" +
         last_label + R"(", "emotion1_score": 0, "emotion2_score": "5", "emotion3_score": 0, )" +
         R"("emotion4_score": )" + last_score + "}";
}

std::string question(const std::string& keys) {
  return R"({"1": {"prompt": "How?", )" + keys + "}}";
}

std::string complaint(const std::string& contents) {
  MemoryFileSystem files;
  files.files["q.json"] = contents;
  const auto questions = read_eq_bench_questions(files, "q.json");
  return questions ? "none" : questions.error().what;
}

TEST(EqBenchQuestions, RefuseKeysThatNoAnswerCanBeHeldAgainst) {
  const std::string good = R"("reference_answer_fullscale": )" + key("Mad", "7");
  const std::pair<std::string, std::string> cases[] = {
      {question(good), "none"},
      {question(R"("reference_answer_fullscale": )" + key("Mad", "10.5")),
       "an intensity must be a number from 0 to 10, found '10.5'"},
      {question(R"("reference_answer_fullscale": )" + key("Mad", "-1")),
       "an intensity must be a number from 0 to 10, found '-1'"},
      {question(R"("reference_answer_fullscale": )" + key("Mad", "\"much\"")),
       "an intensity must be a number from 0 to 10, found 'much'"},
      {question(R"("reference_answer_fullscale": )" + key("Sad", "1")),
       "the emotion 'Sad' stands in the key twice"},
      {question(R"("reference_answer_fullscale": )" + key(" ", "1")), "an emotion has no name"},
      {question(good + R"(, "reference_answer": )" + key("Angry", "1")),
       "the two keys of question '1' name different emotions"},
      {question(R"("reference_answer_fullscale": {"emotion1": "Sad"})"),
       "a question needs 'emotion1_score'"},
      {question(R"("other": 1)"), "question '1' has no key"},
      {R"({"1": {"prompt": " ", )" + good + "}}", "the prompt is blank"},
      {"[]", "expected an object of questions by id, found a list"},
  };
  for (const auto& [contents, wanted] : cases) EXPECT_EQ(complaint(contents), wanted) << contents;
}

}  // namespace
}  // namespace evenhand
