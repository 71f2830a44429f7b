#include "formats/arena_hard_export.h"

#include <gtest/gtest.h>

#include "formats/arena_hard_answers.h"
#include "formats/arena_hard_judgments.h"
#include "tests/fakes/memory_file_system.h"
#include "tests/formats/arena_hard_judgments_for_tests.h"

namespace evenhand {
namespace {

const std::vector<Question> kQuestions = {
    {.id = {"q1"}, .category = "hard_prompt", .turns = {{.user = "2 + 2?"}}},
    {.id = {"q2"}, .category = "creative_writing", .turns = {{.user = "A poem."}}}};

Verdict verdict(const char* question, Seating seating, std::optional<Ruling> ruling) {
  Verdict made{.game = {.question = {question},
                        .candidate = {"ours"},
                        .baseline = ModelId{"base"},
                        .judge = {"j"},
                        .seating = seating},
               .ruling = std::move(ruling),
               .judgement = "words"};
  if (!made.ruling) made.failure = Failure{.kind = ErrorKind::timed_out, .reason = "late"};
  return made;
}

TEST(ArenaHardExport, SeatsTheBaselineFirstInTheFirstGame) {
  const std::vector<Verdict> verdicts = {
      verdict("q1", Seating::candidate_first, Preference{1.0, Margin::clear}),
      verdict("q1", Seating::baseline_first, Preference{1.0, Margin::slight}),
      verdict("q2", Seating::candidate_first, Unreadable{"no label"}),
      verdict("q2", Seating::baseline_first, std::nullopt)};
  const ArenaHardVerdicts from = {
      .questions = kQuestions, .verdicts = verdicts, .baseline_of = [](const Question& question) {
        return ModelId{"base of " + question.category};
      }};
  for (const ArenaHardFields fields : {ArenaHardFields::v0_1, ArenaHardFields::v2_0}) {
    const auto rows = judgments_in(arena_hard_judgments(from, fields).contents);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].question.text, "q1");
    EXPECT_EQ(rows[0].model.text, "ours");
    EXPECT_EQ(rows[0].games[0], "B>A") << "the candidate is B and slightly better";
    EXPECT_EQ(rows[0].games[1], "A>>B");
    EXPECT_EQ(rows[1].games[0], std::nullopt);
    EXPECT_EQ(rows[1].games[1], std::nullopt);
    if (fields == ArenaHardFields::v2_0) {
      EXPECT_EQ(rows[1].baseline, ModelId{"base of creative_writing"});
    }
  }
  EXPECT_NE(
      arena_hard_judgments(from, ArenaHardFields::v2_0)
          .contents.find(
              R"("games": [null, {"score": null, "judgment": {"answer": "words"}, "prompt": []}])"),
      std::string::npos);
}

TEST(ArenaHardExport, LeavesOutRepeatsAndTellsOfThem) {
  std::vector<Verdict> verdicts = {verdict("q1", Seating::candidate_first, Preference{})};
  verdicts.front().game.repeat = 1;
  const ExportedFile file = arena_hard_judgments(
      {.questions = kQuestions, .verdicts = verdicts, .baseline_of = {}}, ArenaHardFields::v0_1);
  EXPECT_EQ(file.rows, 0U);
  EXPECT_EQ(file.remarks, std::vector<std::string>{
                              "1 pairs of games left out: repeats, further samples or turns"});
}

TEST(ArenaHardExport, WritesAnswersThatReadBackTheSame) {
  AnswerTurn said{.text = "# Four\n- **4**", .reasoning = "hm"};
  said.usage.output_tokens = 12;
  const std::vector<Answer> answers = {{.question = {"q1"}, .model = {"ours"}, .turns = {said}}};
  for (const ArenaHardFields fields : {ArenaHardFields::v0_1, ArenaHardFields::v2_0}) {
    const ExportedFile file = arena_hard_answers(kQuestions, answers, fields, 5.0);
    EXPECT_EQ(file.rows, 1U);
    EXPECT_EQ(file.remarks,
              std::vector<std::string>{
                  "1 questions left out: they have no answer, or more turns than one"});
    MemoryFileSystem files;
    files.files["a.jsonl"] = file.contents;
    const auto read = read_arena_hard_answers(files, "a.jsonl", BadRows::refused);
    ASSERT_TRUE(read) << to_text(read.error());
    const AnswerForm& form = read->forms.at(QuestionId{"q1"});
    EXPECT_EQ(read->model.text, "ours");
    EXPECT_EQ(form.tokens, 12.0);
    EXPECT_EQ(form.headers, 1.0);
    EXPECT_EQ(form.lists, 1.0);
    EXPECT_EQ(form.bold, 1.0);
  }
}

}  // namespace
}  // namespace evenhand
