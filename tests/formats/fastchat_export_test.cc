#include "formats/fastchat_export.h"

#include <gtest/gtest.h>

#include "formats/answers_file.h"
#include "formats/fastchat_judgments.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr UnixTime kWhen{1700000000.0};
const std::vector<Question> kQuestions = {
    {.id = {"81"}, .category = "writing", .turns = {{.user = "Write."}, {.user = "Again."}}},
    {.id = {"111"}, .category = "math", .turns = {{.user = "2+2?"}, {.user = "Twice?"}}},
};

Verdict graded(const char* question, int turn, std::optional<Ruling> ruling) {
  return {.game = {.question = {question}, .candidate = {"ours"}, .judge = {"gpt-4"}, .turn = turn},
          .ruling = std::move(ruling),
          .judgement = "[[7]]"};
}

Verdict played(Seating seating, std::optional<Ruling> ruling, const char* question = "81") {
  return {.game = {.question = {question},
                   .candidate = {"ours"},
                   .baseline = ModelId{"base"},
                   .judge = {"gpt-4"},
                   .seating = seating},
          .ruling = std::move(ruling),
          .judgement = "words"};
}

TEST(FastChatAnswers, AreWrittenAsFastChatWritesThem) {
  std::vector<Answer> answers = {
      {.question = {"81"}, .model = {"ours"}, .turns = {{.text = "caf\xC3\xA9"}, {.text = "b"}}}};
  const ExportedFile file = fastchat_answers(kQuestions, answers, kWhen);
  const std::string before = R"({"question_id": 81, "answer_id": ")";
  const std::string id = file.contents.substr(before.size(), 22);
  EXPECT_EQ(file.contents,
            before + id +
                R"(", "model_id": "ours", "choices": [{"index": 0, "turns": ["caf\u00e9", "b"]}], )"
                R"("tstamp": 1700000000.0})"
                "\n");
  EXPECT_EQ(file.remarks,
            std::vector<std::string>{"left out: 1 of 2 questions, which have no answer; FastChat's "
                                     "judge asks for all of them"});

  EXPECT_EQ(fastchat_answers(kQuestions, answers, kWhen).contents, file.contents);
  answers[0].turns[1].text = "c";
  EXPECT_EQ(fastchat_answers(kQuestions, answers, kWhen).contents.find(id), std::string::npos);
}

TEST(FastChatAnswers, NeverHoldAFailure) {
  const std::vector<Answer> answers = {
      {.question = {"81"},
       .model = {"ours"},
       .turns = {{.text = "half"}},
       .failure = Failure{.kind = ErrorKind::timed_out, .reason = "late"}},
      {.question = {"111"}, .model = {"ours"}, .turns = {{.text = "4"}, {.text = "8"}}}};
  MemoryFileSystem files;
  files.files["a.jsonl"] = fastchat_answers(kQuestions, answers, kWhen).contents;
  const auto read = read_answers(files, "a.jsonl");
  ASSERT_TRUE(read) << to_text(read.error());
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->rows[0].turns, (std::vector<std::string>{"4", "8"}));
  EXPECT_EQ(read->generator, "ours");
}

TEST(FastChatSingle, IsWrittenAsFastChatWritesIt) {
  const std::vector<Verdict> verdicts = {graded("81", 0, Grade{.points = 7.0})};
  const ExportedFile file =
      fastchat_single({.questions = kQuestions,
                       .verdicts = verdicts,
                       .prompt_of = [](const Game& game) { return "about " + game.question.text; },
                       .when = kWhen});
  EXPECT_EQ(file.contents,
            R"({"question_id": 81, "model": "ours", "judge": ["gpt-4", "single-v1"], )"
            R"("user_prompt": "about 81", "judgment": "[[7]]", "score": 7, "turn": 1, )"
            R"("tstamp": 1700000000.0})"
            "\n");
}

TEST(FastChatSingle, KeepsMarksTurnsAndWhatIsNoMark) {
  Verdict failed = graded("111", 0, std::nullopt);
  failed.failure = Failure{.kind = ErrorKind::timed_out, .reason = "late"};
  const std::vector<Verdict> verdicts = {
      graded("81", 1, Grade{.points = 7.5}),
      graded("111", 1, Grade{.points = 4.0, .out_of = 5.0}),
      graded("111", 1, Unreadable{"no verdict"}),
      failed,
      played(Seating::candidate_first, Preference{}),
  };
  MemoryFileSystem files;
  const ExportedFile file = fastchat_single({.questions = kQuestions, .verdicts = verdicts});
  files.files["j.jsonl"] = file.contents;
  const auto rows = read_single_judgments(files, "j.jsonl");
  ASSERT_TRUE(rows) << to_text(rows.error());
  ASSERT_EQ(rows->size(), 4U);
  EXPECT_EQ(file.rows, 4U);
  EXPECT_EQ(rows->at(0).score, 7.5);
  EXPECT_EQ(rows->at(0).judge.prompt, "single-v1-multi-turn");
  EXPECT_EQ(rows->at(1).score, 8.0);
  EXPECT_EQ(rows->at(1).judge.prompt, "single-math-v1-multi-turn");
  EXPECT_EQ(rows->at(1).turn, 1);
  EXPECT_EQ(rows->at(2).score, std::nullopt);
  EXPECT_EQ(rows->at(3).score, std::nullopt);
  EXPECT_EQ(rows->at(3).judgment, "$ERROR$");
}

TEST(FastChatPair, NamesModelsAndNotSeats) {
  const std::vector<Verdict> verdicts = {
      played(Seating::baseline_first, Preference{.candidate_share = 1.0}),
      played(Seating::candidate_first, Preference{.candidate_share = 0.5}),
      graded("81", 0, Grade{.points = 7.0}),
  };
  const ExportedFile file =
      fastchat_pair({.questions = kQuestions, .verdicts = verdicts, .when = kWhen});
  EXPECT_EQ(file.contents,
            R"({"question_id": 81, "model_1": "ours", "model_2": "base", "g1_winner": "tie", )"
            R"("g2_winner": "model_1", "judge": ["gpt-4", "pair-v2"], "g1_user_prompt": "", )"
            R"("g1_judgment": "words", "g2_user_prompt": "", "g2_judgment": "words", "turn": 1, )"
            R"("tstamp": 1700000000.0})"
            "\n");
  EXPECT_TRUE(file.remarks.empty());
}

TEST(FastChatPair, NeedsBothGamesAndCallsAnUnreadableOneAnError) {
  const std::vector<Verdict> verdicts = {
      played(Seating::candidate_first, Preference{.candidate_share = 0.0}, "111"),
      played(Seating::baseline_first, Unreadable{"no verdict"}, "111"),
      played(Seating::candidate_first, Preference{.candidate_share = 0.0}),
  };
  MemoryFileSystem files;
  const ExportedFile file = fastchat_pair({.questions = kQuestions, .verdicts = verdicts});
  files.files["j.jsonl"] = file.contents;
  const auto rows = read_pair_judgments(files, "j.jsonl");
  ASSERT_TRUE(rows) << to_text(rows.error());
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->at(0).first_game, PairWinner::model_2);
  EXPECT_EQ(rows->at(0).second_game, PairWinner::error);
  EXPECT_EQ(rows->at(0).judge.prompt, "pair-math-v1");
  EXPECT_EQ(file.remarks,
            std::vector<std::string>{"left out: 1 games that were played from one seat only; "
                                     "FastChat's rows hold two"});
}

}  // namespace
}  // namespace evenhand
