#include <gtest/gtest.h>

#include "formats/answers_file.h"
#include "formats/arena_hard_answers.h"
#include "formats/arena_hard_judgments.h"
#include "formats/arena_hard_suite.h"
#include "prompts/prompt_library.h"
#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"
#include "tests/formats/arena_hard_judgments_for_tests.h"

namespace evenhand {
namespace {

std::string complaint_about(const std::string& contents) {
  MemoryFileSystem files;
  files.files["j.jsonl"] = contents;
  const auto read = read_arena_hard_judgments(
      files, "j.jsonl", BadRows::refused, [](const ArenaHardJudgment&) { return Result<void>(); });
  return read ? "none" : to_text(read.error());
}

TEST(ArenaHardJudgments, AreReadInBothVersionsFields) {
  const auto judgments = judgments_in(
      R"({"uid": "q1", "category": "hard_prompt", "judge": "j", "model": "m", "baseline": "b", "games": [{"score": "A>>B", "judgment": {"answer": "x"}, "prompt": []}, null]})"
      "\n"
      R"({"question_id": 7, "model": "m", "judge": "j", "games": [{"user_prompt": "p", "judgment": "\nx", "score": null}]})"
      "\n");
  ASSERT_EQ(judgments.size(), 2U);
  EXPECT_EQ(judgments[0].baseline, ModelId{"b"});
  EXPECT_EQ(judgments[0].games[0], "A>>B");
  EXPECT_EQ(judgments[0].games[1], std::nullopt);
  EXPECT_EQ(judgments[1].question.text, "7");
  EXPECT_EQ(judgments[1].category, "");
  EXPECT_EQ(judgments[1].games_played, 1U);
  EXPECT_EQ(judgments[1].line, 2);
}

TEST(ArenaHardJudgments, SayWhatIsWrongAndWhere) {
  EXPECT_EQ(complaint_about(R"({"uid": "q"})"), "j.jsonl:1: a judgement needs 'model'");
  EXPECT_EQ(complaint_about("\n"
                            R"({"uid": "q", "model": "m", "games": []})"),
            "j.jsonl:2: a judgement needs 'games', a list of one game or two");
  EXPECT_EQ(complaint_about(R"({"uid": "q", "model": "m", "games": ["A>B"]})"),
            "j.jsonl:1: a game is null or has a 'score', found 'A>B'");
  EXPECT_EQ(complaint_about(R"({"uid": [], "model": "m", "games": [null]})"),
            "j.jsonl:1: expected a text, found a list");
}

ArenaHardAnswers answers_in(const std::string& contents) {
  MemoryFileSystem files;
  files.files["a.jsonl"] = contents;
  auto answers = read_arena_hard_answers(files, "a.jsonl", BadRows::refused);
  EXPECT_TRUE(answers) << to_text(answers.error());
  return answers ? *std::move(answers) : ArenaHardAnswers();
}

TEST(ArenaHardAnswers, SayWhatTheirMetadataSay) {
  const ArenaHardAnswers answers = answers_in(
      R"({"uid": "q1", "model": "m", "messages": [{"role": "user", "content": "?"}, {"role": "assistant", "content": {"thought": "hm", "answer": "# ä"}}], "metadata": {"token_len": 9, "header_count": {"h1": 2, "h2": 1}, "list_count": {"ordered": 1, "unordered": 3}, "bold_count": {"**": 5, "__": 1}}})"
      "\n"
      R"({"question_id": "q2", "model_id": "m", "choices": [{"index": 0, "turns": [{"content": "- **x**\n1. y", "token_len": 4}]}]})"
      "\n");
  EXPECT_EQ(answers.model.text, "m");
  const AnswerForm& told = answers.forms.at(QuestionId{"q1"});
  EXPECT_EQ(told.tokens, 9.0);
  EXPECT_EQ(told.characters, 3.0) << "without the thought";
  EXPECT_EQ(told.headers, 3.0);
  EXPECT_EQ(told.lists, 4.0);
  EXPECT_EQ(told.bold, 6.0);
  const AnswerForm& counted = answers.forms.at(QuestionId{"q2"});
  EXPECT_EQ(counted.tokens, 4.0);
  EXPECT_EQ(counted.lists, 2.0);
  EXPECT_EQ(counted.bold, 1.0);
}

TEST(ArenaHardAnswers, ServeAsAnswersOfARun) {
  MemoryFileSystem files;
  files.files["a.jsonl"] =
      R"({"uid": "q1", "model": "m", "messages": [{"role": "assistant", "content": {"answer": "yes"}}]})";
  const auto answers = read_answers(files, "a.jsonl");
  ASSERT_TRUE(answers) << to_text(answers.error());
  EXPECT_EQ(answers->format, "arena_hard");
  EXPECT_EQ(answers->generator, "m");
  EXPECT_EQ(answers->rows.at(0).turns.at(0), "yes");
}

class ArenaHardSuiteTest : public testing::Test {
 protected:
  ArenaHardSuiteTest() {
    files.files["q.jsonl"] =
        R"({"uid": "1", "category": "hard_prompt", "subcategory": "math", "prompt": "2 + 2?"})"
        "\n"
        R"({"uid": "2", "category": "creative_writing", "prompt": "A poem."})"
        "\n";
    files.files["a/o3-mini-2025-01-31.jsonl"] =
        R"({"uid": "1", "model": "o3-mini-2025-01-31", "messages": [{"role": "assistant", "content": {"answer": "4"}}]})";
    const DiskFileSystem disk;
    files.files["words.txt"] = *disk.read(
        EVENHAND_SOURCE_DIR "/prompts/templates/pairwise-five-own-answer.txt", kMaxSettingsFile);
  }

  MemoryFileSystem files;
};

TEST_F(ArenaHardSuiteTest, HasABaselineForEachCategory) {
  files.files["a/gemini-2.0-flash-001.jsonl"] =
      R"({"uid": "2", "model": "gemini-2.0-flash-001", "messages": [{"role": "assistant", "content": "Roses"}]})";
  const auto made = import_arena_hard(
      files, {.questions = "q.jsonl", .answers = "a", .judge_words = "words.txt"});
  ASSERT_TRUE(made) << to_text(made.error());
  EXPECT_TRUE(made->remarks.empty());
  for (const auto& [name, contents] : made->files) files.files["s/" + name] = contents;
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite) << to_text(suite.error());
  EXPECT_EQ(suite->version, "v2.0");
  EXPECT_EQ(suite->protocol.text, "pairwise_five");
  EXPECT_EQ(suite->categories, (std::vector<std::string>{"hard_prompt", "creative_writing"}));
  EXPECT_EQ(made->baseline.text,
            "o3-mini-2025-01-31 (hard_prompt), gemini-2.0-flash-001 (creative_writing)");
  EXPECT_FALSE(suite->baseline);
  const auto& baselines = suite->category_baselines;
  EXPECT_EQ(baselines.at("hard_prompt").name.text, "o3-mini-2025-01-31");
  EXPECT_EQ(files.files["s/" + baselines.at("hard_prompt").answers],
            "{\"id\":\"1\",\"answer\":\"4\"}\n");
  EXPECT_EQ(files.files["s/" + baselines.at("creative_writing").answers],
            "{\"id\":\"2\",\"answer\":\"Roses\"}\n");
  PromptLibrary prompts;
  EXPECT_TRUE(prompts.add(files, "pairwise-five", "s/" + suite->prompts.at("pairwise-five")));
}

TEST_F(ArenaHardSuiteTest, TellsOfBaselinesThatAreNotThere) {
  const auto made = import_arena_hard(files, {.questions = "q.jsonl", .answers = "a"});
  ASSERT_TRUE(made) << to_text(made.error());
  EXPECT_EQ(made->remarks,
            std::vector<std::string>{
                "no answers of gemini-2.0-flash-001, the baseline of creative_writing, in a"});
}

TEST_F(ArenaHardSuiteTest, ReadsTheFirstVersionsFields) {
  files.files["q.jsonl"] =
      R"({"question_id": "x", "category": "arena-hard-v0.1", "cluster": "C", "turns": [{"content": "Hi"}]})";
  const auto made = import_arena_hard(files, {.questions = "q.jsonl"});
  ASSERT_TRUE(made) << to_text(made.error());
  EXPECT_NE(made->files.at("suite.yaml").find("version: v0.1\n"), std::string::npos);
  EXPECT_EQ(made->files.at("questions.jsonl"),
            "{\"id\":\"x\",\"category\":\"arena-hard-v0.1\",\"turns\":[\"Hi\"]}\n");
  files.files["q.jsonl"] += "\n" + files.files["q.jsonl"];
  const auto twice = import_arena_hard(files, {.questions = "q.jsonl"});
  EXPECT_EQ(to_text(twice.error()),
            "q.jsonl:2: two questions are called 'x'\n  hint: the first is in line 1");
  const auto other = import_arena_hard(files, {.questions = "q.jsonl", .version = "v1"});
  EXPECT_FALSE(other);
}

}  // namespace
}  // namespace evenhand
