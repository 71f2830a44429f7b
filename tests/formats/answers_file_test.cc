#include "formats/answers_file.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

Result<AnswersFile> read(const std::string& contents) {
  MemoryFileSystem files;
  files.files["a.json"] = contents;
  return read_answers(files, "a.json");
}

std::string message(const std::string& contents) {
  const auto file = read(contents);
  return file ? "read" : to_text(file.error());
}

TEST(ReadAnswers, TakesAlpacaEvalsOutputs) {
  const auto file = read(R"([
    {"instruction": "Say hi", "output": "hi", "generator": "m", "dataset": "koala", "id": 3},
    {"instruction": "Say ho", "output": "ho", "generator": "m"}])");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->format, "alpaca_eval");
  EXPECT_EQ(file->generator, "m");
  ASSERT_EQ(file->rows.size(), 2U);
  EXPECT_EQ(file->rows[1].instruction, "Say ho");
  EXPECT_EQ(file->rows[1].turns, std::vector<std::string>{"ho"});
  EXPECT_EQ(file->rows[1].line, 3);
}

TEST(ReadAnswers, TakesTheFirstChoiceOfFastChatsAnswers) {
  const auto file = read(
      R"({"question_id": 81, "model_id": "m", "choices": [{"index": 0, "turns": ["a", "b"]}, {"index": 1, "turns": ["c", "d"]}]})");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->format, "fastchat");
  EXPECT_EQ(file->rows[0].id, QuestionId{"81"});
  EXPECT_EQ(file->rows[0].turns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(file->rows[0].further_choices, (std::vector<std::vector<std::string>>{{"c", "d"}}));
}

TEST(ReadAnswers, TakesPlainLines) {
  const auto file = read(
      "{\"id\": \"q1\", \"answer\": \"a\"}\n{\"question\": \"q2\", \"turns\": [\"b\", \"c\"]}\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->format, "evenhand");
  EXPECT_EQ(file->rows[1].id, QuestionId{"q2"});
}

TEST(ReadAnswers, TellsOfASecondGenerator) {
  const auto file = read(
      "[{\"instruction\": \"a\", \"output\": \"x\", \"generator\": \"m\"},\n"
      "{\"instruction\": \"b\", \"output\": \"x\", \"generator\": \"n\"}]");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->generator, "m");
  EXPECT_EQ(file->remarks,
            std::vector<std::string>{"a.json:2: this answer is by 'n', those before by 'm'"});
}

TEST(ReadAnswers, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(
      message("{\"id\": \"q1\", \"answer\": \"a\"}\n{\"instruction\": \"x\", \"output\": \"y\"}\n"),
      "a.json:2: this answer is written as alpaca_eval does, those before as evenhand does");

  EXPECT_EQ(message("[]"), "a.json: no answers");
  EXPECT_EQ(message("{\"id\": \"q1\", \"answer\": \"a\"}\n{\"id\": \"q2\"}\n"),
            "a.json:2: an answer with 'id' needs 'answer' or 'turns'");
  EXPECT_EQ(message("{\"id\": \"q1\", \"answer\": \"a\"}\n"
                    "{\"id\": \"q2\", \"answer\": \"a\", \"turns\": [\"b\"]}\n"),
            "a.json:2: an answer has both 'answer' and 'turns'\n"
            "  hint: 'answer' is for questions of one turn, 'turns' for those of more");
  EXPECT_EQ(message(R"([{"prompt": "x"}])"),
            "a.json:1: this is no answer: expected 'instruction' and 'output', 'question_id' and "
            "'choices', 'uid' and 'messages', or 'id' and 'answer'");
  EXPECT_EQ(message(R"([{"instruction": "x", "output": null}])"),
            "a.json:1: expected a text, found nothing");
}

}  // namespace
}  // namespace evenhand
