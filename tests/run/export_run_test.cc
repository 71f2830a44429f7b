#include "run/export_run.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "formats/alpaca_eval_annotations.h"
#include "formats/answers_file.h"
#include "formats/arena_hard_judgments.h"
#include "formats/eq_bench_results.h"
#include "formats/fastchat_judgments.h"
#include "run/tally.h"
#include "tests/fakes/manual_clock.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Answer answer(const char* question, const char* model, std::vector<std::string> texts) {
  Answer made{.question = {question}, .model = {model}, .turns = {}};
  for (std::string& text : texts) made.turns.push_back({.text = std::move(text)});
  return made;
}

Verdict verdict(const Game& game, Ruling ruling) {
  return {.game = game, .ruling = std::move(ruling), .judgement = "because"};
}

/// A run of two questions: q1 has two turns, q2 one.
class ExportRunTest : public testing::Test {
 protected:
  RecalledRun recalled(const std::vector<std::string>& overrides, Findings findings) {
    RunSetting setting = sample.setting(overrides);
    auto report = tally(setting, std::move(findings), "test");
    EXPECT_TRUE(report);
    return {.setting = std::move(setting), .report = *std::move(report), .spend = {}};
  }

  RecalledRun pairwise() {
    const Game game{
        .question = {"q2"}, .candidate = {"ours"}, .baseline = ModelId{"base"}, .judge = {"judge"}};
    Game swapped = game;
    swapped.seating = Seating::baseline_first;
    return recalled(
        {}, {.answers = {answer("q1", "ours", {"four", "eight"}), answer("q2", "ours", {"hi"}),
                         answer("q1", "base", {"4", "8"}), answer("q2", "base", {"hello"})},
             .verdicts = {verdict(game, Preference{.candidate_share = 1.0}),
                          verdict(swapped, Preference{.candidate_share = 0.5})}});
  }

  MemoryFileSystem written(const ExportedRun& exported) {
    MemoryFileSystem files;
    files.files = exported.files;
    return files;
  }

  SampleWorld sample;
};

TEST_F(ExportRunTest, WritesAlpacaEvalsFoldersThatReadBackToTheSameShares) {
  const auto exported = export_to_alpaca_eval(pairwise());
  ASSERT_TRUE(exported) << to_text(exported.error());
  std::vector<std::string> names;
  for (const auto& [name, contents] : exported->files) names.push_back(name);
  EXPECT_EQ(joined(names, " "),
            "base/model_outputs.json judge/leaderboard.csv ours/judge/annotations.json "
            "ours/model_outputs.json");
  const auto rows = read_alpaca_eval_annotations(written(*exported), "ours/judge/annotations.json");
  ASSERT_TRUE(rows) << to_text(rows.error());
  ASSERT_EQ(rows->size(), 1U) << "q1 has two turns";
  EXPECT_EQ(rows->front().preference, 1.75);
  EXPECT_NE(exported->files.at("judge/leaderboard.csv").find("\nours,75.0,,1,0,0,1,100.0,"),
            std::string::npos)
      << exported->files.at("judge/leaderboard.csv");
  EXPECT_EQ(exported->remarks.front(),
            "ours/model_outputs.json: 1 questions of several turns are left out; AlpacaEval has "
            "one");
}

TEST_F(ExportRunTest, WritesEqBenchsRawResultsThatReadBackToTheSameReplies) {
  sample.files.files["suites/eq/suite.yaml"] = "name: eq\nversion: 1\nprotocol: eq_bench\n";
  sample.files.files["suites/eq/questions.jsonl"] =
      R"({"id": "1", "turns": ["?"], "references": ["Sad: 1\nGlad: 2\nCalm: 3\nMad: 4"]})"
      "\n"
      R"({"id": "2", "turns": ["?"], "references": ["Sad: 1\nGlad: 2\nCalm: 3\nMad: 4"]})"
      "\n";
  ManualClock clock;
  Answer failed = answer("2", "ours", {});
  failed.failure = Failure{.reason = "lost"};
  const auto exported = export_to_eq_bench(
      recalled({"suite=eq", "protocol=eq_bench"},
               {.answers = {answer("1", "ours", {"Sad: 1\nGlad: 9"}), failed}, .verdicts = {}}),
      clock);
  ASSERT_TRUE(exported) << to_text(exported.error());
  EXPECT_EQ(exported->rows, 1U);
  EXPECT_EQ(exported->remarks,
            (std::vector<std::string>{
                "ours: 1 reply is missing and left out",
                "ours: 0 of 2 questions can be read, fewer than 83.33 %: no score"}));
  const auto runs = read_eq_bench_results(written(*exported), "raw_results.json");
  ASSERT_TRUE(runs) << to_text(runs.error());
  EXPECT_EQ(runs->at(0).model.text, "ours");
  EXPECT_EQ(runs->at(0).version, "v2");
  ASSERT_EQ(runs->at(0).iterations.at(0).size(), 1U);
  EXPECT_EQ(runs->at(0).iterations.at(0).at({"1"}).raw, "Sad: 1\nGlad: 9");
}

constexpr const char* kHeadOfEqBench =
    "Run ID, Benchmark Completed, Prompt Format, Model Path, Lora Path, Quantization, Benchmark "
    "Score, Benchmark Version, Num Questions Parseable, Num Iterations, Inference Engine, Ooba "
    "Params, Download Filters, Error\n";

TEST_F(ExportRunTest, WritesEqBenchsTableOfScores) {
  sample.files.files["suites/eq/suite.yaml"] = "name: eq\nversion: 1\nprotocol: eq_bench\n";
  sample.files.files["suites/eq/questions.jsonl"] =
      R"({"id": "1", "turns": ["?"], "references": ["Sad: 1\nGlad: 2\nCalm: 3\nMad: 4"]})"
      "\n"
      R"({"id": "2", "turns": ["?"], "references": ["Sad: 1\nGlad: 2\nCalm: 3\nMad: 4"]})"
      "\n";
  const auto table_of = [&](const char* second) {
    const auto exported =
        export_to_eq_bench(recalled({"suite=eq", "protocol=eq_bench"},
                                    {.answers = {answer("1", "ours",
                                                        {"Sad: 1\nGlad: 2\nCalm: 3\n"
                                                         "Mad: 4"}),
                                                 answer("2", "ours", {second})},
                                     .verdicts = {}}),
                           ManualClock());
    EXPECT_TRUE(exported) << to_text(exported.error());
    return exported->files.at("benchmark_results.csv");
  };
  // The distances of the second are 1, 0, 0 and 5: 10 - 0.7477 x 5.1729.
  EXPECT_EQ(
      table_of("Sad: 2\nGlad: 2\nCalm: 3\nMad: 9"),
      std::string(kHeadOfEqBench) + "ours,1970-01-01 00:00:00,,ours,,,80.66,eq-bench,2.0,1,,,,\n");
  EXPECT_EQ(table_of("Sad: 2"), std::string(kHeadOfEqBench) +
                                    "ours,1970-01-01 00:00:00,,ours,,,FAILED,eq-bench,FAILED,1,,,,"
                                    "1.0 questions were parseable (min is 83%)\n");
}

TEST_F(ExportRunTest, WritesEqBenchsFilesOnlyOfItsProtocol) {
  const auto exported = export_to_eq_bench(pairwise(), ManualClock());
  ASSERT_FALSE(exported);
  EXPECT_EQ(exported.error().what,
            "the run 'sample' is of the protocol 'pairwise', and EQ-Bench's files hold "
            "intensities");
}

TEST_F(ExportRunTest, HasNoPreferencesWhereAnswersAreGradedAlone) {
  const auto exported = export_to_alpaca_eval(
      recalled({"protocol=graded"},
               {.answers = {answer("q1", "ours", {}), answer("q2", "ours", {})}, .verdicts = {}}));
  ASSERT_FALSE(exported);
  EXPECT_EQ(exported.error().what,
            "the run 'sample' compares nobody with a baseline, and AlpacaEval's files hold "
            "nothing else");
}

TEST_F(ExportRunTest, HasNoAnswersForFastChatWhereNobodyAnswers) {
  sample.files.files["suites/keyed/suite.yaml"] = "name: keyed\nversion: 1\nprotocol: likelihood\n";
  sample.files.files["suites/keyed/questions.jsonl"] =
      R"({"id": "1", "turns": ["Q:"], "references": ["A"], "options": ["yes", "no"]})";
  for (const std::string protocol : {"likelihood", "likelihood_of_letters"}) {
    Answer scored = answer("1", "ours", {"yes", "no"});
    for (AnswerTurn& turn : scored.turns) turn.logprob = -1.0;
    const auto exported = export_to_mt_bench(
        recalled({"suite=keyed", "protocol=" + protocol}, {.answers = {scored}, .verdicts = {}}),
        ManualClock());
    ASSERT_FALSE(exported);
    EXPECT_EQ(exported.error().what, "the run 'sample' is of the protocol '" + protocol +
                                         "', in which nobody answers, and FastChat's files hold "
                                         "answers");
  }
}

TEST_F(ExportRunTest, WritesFastChatsPairsWithTheWordsThatTheJudgeWasShown) {
  ManualClock clock;
  const auto exported = export_to_mt_bench(pairwise(), clock);
  ASSERT_TRUE(exported) << to_text(exported.error());
  const MemoryFileSystem files = written(*exported);
  const auto pairs = read_pair_judgments(files, "model_judgment/judge_pair.jsonl");
  ASSERT_TRUE(pairs) << to_text(pairs.error());
  ASSERT_EQ(pairs->size(), 1U);
  EXPECT_EQ(pairs->front().first_game, PairWinner::model_1);
  EXPECT_EQ(pairs->front().second_game, PairWinner::tie);
  EXPECT_NE(files.files.at("model_judgment/judge_pair.jsonl").find("Hello!"), std::string::npos)
      << "the question is part of the prompt";
  const auto answers = read_answers(files, "model_answer/ours.jsonl");
  ASSERT_TRUE(answers) << to_text(answers.error());
  EXPECT_EQ(answers->rows.at(0).turns, (std::vector<std::string>{"four", "eight"}));
}

TEST_F(ExportRunTest, WritesArenaHardsFoldersThatReadBackTheSame) {
  const auto exported = export_to_arena_hard(pairwise(), sample.clock);
  ASSERT_TRUE(exported) << to_text(exported.error());
  std::vector<std::string> names;
  for (const auto& [name, contents] : exported->files) names.push_back(name);
  EXPECT_EQ(joined(names, " "),
            "model_answer/base.jsonl model_answer/ours.jsonl model_judgment/judge/ours.jsonl");
  std::vector<ArenaHardJudgment> rows;
  const auto read = read_arena_hard_judgments(written(*exported), "model_judgment/judge/ours.jsonl",
                                              BadRows::refused, [&](ArenaHardJudgment judgment) {
                                                rows.push_back(std::move(judgment));
                                                return Result<void>();
                                              });
  ASSERT_TRUE(read) << to_text(read.error());
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].baseline, ModelId{"base"});
  EXPECT_EQ(rows[0].games[0], "A=B") << "the baseline was read first";
  EXPECT_EQ(rows[0].games[1], "A>B");
  const auto graded = export_to_arena_hard(
      recalled({"protocol=graded"},
               {.answers = {answer("q1", "ours", {}), answer("q2", "ours", {})}, .verdicts = {}}),
      sample.clock);
  ASSERT_FALSE(graded);
  EXPECT_EQ(graded.error().what,
            "the protocol 'graded' compares nobody with a baseline, and Arena-Hard's files hold "
            "nothing else");
}

TEST_F(ExportRunTest, WritesFastChatsGrades) {
  Game game{.question = {"q1"}, .candidate = {"ours"}, .judge = {"judge"}, .turn = 1};
  const RecalledRun run =
      recalled({"protocol=graded"},
               {.answers = {answer("q1", "ours", {"four", "eight"}), answer("q2", "ours", {"hi"})},
                .verdicts = {verdict(game, Grade{.points = 7.5})}});
  ManualClock clock;
  const auto exported = export_to_mt_bench(run, clock);
  ASSERT_TRUE(exported) << to_text(exported.error());
  const auto grades =
      read_single_judgments(written(*exported), "model_judgment/judge_single.jsonl");
  ASSERT_TRUE(grades) << to_text(grades.error());
  ASSERT_EQ(grades->size(), 1U);
  EXPECT_EQ(grades->front().score, 7.5);
  EXPECT_EQ(grades->front().turn, 1);
  EXPECT_EQ(grades->front().judge.prompt, "single-math-v1-multi-turn");
}

}  // namespace
}  // namespace evenhand
