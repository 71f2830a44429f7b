#include "run/results_folder.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "base/text.h"
#include "run/results.h"
#include "stats/score_games.h"
#include "tests/fakes/memory_file_system.h"
#include "tests/report/sample_report.h"

namespace evenhand {
namespace {

MemoryFileSystem folder_of(const ReportData& report) {
  MemoryFileSystem files;
  EXPECT_TRUE(write_results(files, "results", report, "name: x\n"));
  return files;
}

std::string error_of(const MemoryFileSystem& files) {
  const auto results = read_results_folder(files, "results");
  EXPECT_FALSE(results);
  return results ? "" : to_text(results.error());
}

/// The sample's folder with one piece of one file replaced by another, everywhere.
MemoryFileSystem changed(const std::string& file, const std::string& from, const std::string& to) {
  MemoryFileSystem files = folder_of(sample_pairwise_report());
  std::string& contents = files.files.at("results/" + file);
  EXPECT_NE(contents.find(from), std::string::npos) << from;
  contents = replaced(contents, from, to);
  return files;
}

TEST(ResultsFolder, ReadsBackWhatARunWrote) {
  const ReportData report = sample_pairwise_report();
  const auto results = read_results_folder(folder_of(report), "results");
  ASSERT_TRUE(results) << to_text(results.error());
  const ResultsBoard& board = results->board;
  EXPECT_EQ(board.suite_digest, report.suite_digest);
  EXPECT_EQ(board.prompts_digest, report.prompts_digest);
  EXPECT_EQ(board.baseline, report.baseline);
  EXPECT_EQ(board.judges, report.judges);
  EXPECT_EQ(board.served_models, report.served_models);
  ASSERT_EQ(board.rows.size(), report.rows.size());
  ASSERT_EQ(results->verdicts.size(), report.verdicts.size());
  for (std::size_t i = 0; i < report.verdicts.size(); ++i) {
    const Verdict& wrote = report.verdicts[i];
    const Verdict& read = results->verdicts[i];
    EXPECT_EQ(read.game.seating, wrote.game.seating) << i;
    EXPECT_EQ(read.ruling.has_value(), wrote.ruling.has_value()) << i;
    EXPECT_EQ(read.cost, wrote.cost) << i;
    EXPECT_EQ(read.judgement, "") << "words are dropped";
  }
}

TEST(ResultsFolder, GivesTheScoresThatTheRunHad) {
  for (const ReportData& report : {sample_pairwise_report(), sample_graded_report()}) {
    const auto results = read_results_folder(folder_of(report), "results");
    ASSERT_TRUE(results) << to_text(results.error());
    const ScoreTable wrote(report.verdicts);
    const ScoreTable read(results->verdicts);
    for (const CandidateRow& row : report.rows) {
      EXPECT_EQ(read.pooled(row.model, results->questions),
                wrote.pooled(row.model, results->questions));
    }
  }
}

TEST(ResultsFolder, NamesEveryNumberOfARow) {
  const auto board = read_results_board(folder_of(sample_pairwise_report()), "results");
  ASSERT_TRUE(board) << to_text(board.error());
  const ResultsRow& ours = board->rows.front();
  const struct {
    const char* name;
    std::optional<double> value;
  } cases[] = {
      {"win_rate", 2.0 / 3.0},
      {"win_rate.low", 0.3333333333333333},
      {"win_rate.high", 1.0},
      {"coverage.judged", 3.0},
      {"categories.math", 0.5},
      {"categories.math.high", 1.0},
      {"categories.writing.low", std::nullopt},
      {"judges.gpt", 2.0 / 3.0},
      {"judges.gpt.low", 0.33},
      {"judges.gpt.unreadable", 0.0},
      {"answering.output_tokens", 102.0},
      {"grade", std::nullopt},
      {"grade.low", std::nullopt},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(ours.numbers.contains(c.name)) << c.name;
    EXPECT_EQ(ours.number(c.name), c.value) << c.name;
  }
  EXPECT_FALSE(ours.numbers.contains("incomplete")) << "no number";
  EXPECT_FALSE(ours.incomplete());
  EXPECT_TRUE(board->rows.back().incomplete());
  EXPECT_EQ(headline_name(ours), "win_rate");
}

TEST(ResultsFolder, NamesTheTurnsOfGrades) {
  const auto board = read_results_board(folder_of(sample_graded_report()), "results");
  ASSERT_TRUE(board) << to_text(board.error());
  const ResultsRow& row = board->rows.front();
  EXPECT_EQ(row.number("turns.1"), row.number("first_turn"));
  EXPECT_EQ(row.number("turns.2.low"), row.number("second_turn.low"));
  EXPECT_EQ(headline_name(row), "grade");
}

TEST(ResultsFolder, KeepsTheWordsOfAnswersForWhoWantsThem) {
  const ReportData report = sample_pairwise_report();
  const auto answers = read_results_answers(folder_of(report), "results");
  ASSERT_TRUE(answers) << to_text(answers.error());
  ASSERT_EQ(answers->size(), report.answers.size());
  for (std::size_t i = 0; i < answers->size(); ++i) {
    EXPECT_EQ((*answers)[i].failure.has_value(), report.answers[i].failure.has_value());
    EXPECT_EQ(length_of((*answers)[i]), length_of(report.answers[i]));
  }
  EXPECT_EQ(first_answers(*answers).at({"ours"}).at({"q2"})->turns.front().reasoning,
            "Let me think about n = 1 first.");
}

TEST(ResultsFolder, NoticesABaselineThatSaidSomethingElse) {
  const auto once = read_results_folder(folder_of(sample_pairwise_report()), "results");
  const auto ours = read_results_folder(changed("answers.jsonl", "By induction", "No"), "results");
  const auto base = read_results_folder(changed("answers.jsonl", "2 + 2 = 5", "5"), "results");
  ASSERT_TRUE(once && ours && base);
  EXPECT_EQ(ours->baseline_answers, once->baseline_answers);
  EXPECT_NE(base->baseline_answers, once->baseline_answers);
}

TEST(ResultsFolder, SaysWhatItIsNot) {
  EXPECT_EQ(error_of(MemoryFileSystem()),
            "cannot read results/leaderboard.json: No such file or directory\n"
            "  hint: a folder of results is what 'evenhand run' writes, by --out");
  EXPECT_EQ(error_of(changed("leaderboard.json", "evenhand.leaderboard", "lm-eval")),
            "results/leaderboard.json:1: this is no leaderboard of evenhand, but 'lm-eval'");
  EXPECT_EQ(error_of(changed("leaderboard.json", "\"version\": 1", "\"version\": 2")),
            "results/leaderboard.json:1: version 2 of the leaderboard's format\n"
            "  hint: this program reads version 1");
  MemoryFileSystem torn = folder_of(sample_pairwise_report());
  torn.files.erase("results/answers.jsonl");
  EXPECT_EQ(error_of(torn), "cannot read results/answers.jsonl: No such file or directory");
}

TEST(ResultsFolder, TrustsNothing) {
  const struct {
    const char* file;
    const char* from;
    const char* to;
    const char* told;
  } cases[] = {
      {"leaderboard.json", "\"judged\": 3", "\"judged\": -3",
       "a row needs 'coverage' with the count 'judged'"},
      {"leaderboard.json", "\"judged\": 3", "\"judged\": \"3\"",
       "a row needs 'coverage' with the count 'judged'"},
      {"leaderboard.json", "\"model\": \"organisation/half-of-a-very-long-name-checkpoint-1200\"",
       "\"model\": \"ours\"", "'ours' has two rows"},
      {"leaderboard.json", "\"win_rate_interval\": null", "\"win_rate_interval\": [1]",
       "an interval is a list of two numbers, found a list"},
      {"leaderboard.json", "\"win_rate_interval\": null", "\"win_rate_interval\": [1, 0]",
       "an interval's low end is above its high end"},
      {"leaderboard.json", "\"rows\": [", "\"rowdies\": [", "the leaderboard needs 'rows'"},
      {"verdicts.jsonl", "\"outcome\":\"tie\"", "\"outcome\":\"baseline\"",
       "the outcome 'baseline' contradicts 'candidate_share'"},
      {"verdicts.jsonl", "\"outcome\":\"tie\"", "\"outcome\":\"tier\"",
       "unknown outcome 'tier'\n  hint: did you mean 'tie'?"},
      {"verdicts.jsonl", "\"outcome\":\"tie\"", "\"outcome\":null",
       "a verdict has either an 'outcome' or a 'failure'"},
      {"verdicts.jsonl", "\"candidate_share\":0.5", "\"candidate_share\":1.5",
       "'candidate_share' must be between 0 and 1"},
      {"verdicts.jsonl", "timed_out", "timid", "unknown kind of failure 'timid'"},
      {"verdicts.jsonl", "[\"base\",\"ours\"]", "[\"base\",\"theirs\"]",
       "'order' must name those who were shown, found 'base', 'theirs'"},
      {"verdicts.jsonl", "[\"base\",\"ours\"]", "[\"ours\",\"base\"]",
       "the same game stands in the file twice"},
      {"verdicts.jsonl", "\"turn\":1", "\"turn\":0", "'turn' must be between 1 and 1000000"},
      {"verdicts.jsonl", "\"question\":\"q3\"", "\"question\":\"q9\"",
       "judges the question 'q9', which answers.jsonl does not have"},
      {"answers.jsonl", "\"question\":\"q1\"", "\"query\":\"q1\"", "an answer needs 'question'"},
  };
  for (const auto& c : cases) {
    const std::string told = error_of(changed(c.file, c.from, c.to));
    EXPECT_NE(told.find(c.told), std::string::npos) << c.to << ": " << told;
    EXPECT_NE(told.find(c.file), std::string::npos) << told;
  }
}

TEST(ResultsFolder, SurvivesAnyDamage) {
  const MemoryFileSystem whole = folder_of(sample_pairwise_report());
  Rng rng(9);
  int refused = 0;
  for (int round = 0; round < 600; ++round) {
    MemoryFileSystem files;
    files.files = whole.files;
    const char* names[] = {"leaderboard.json", "verdicts.jsonl", "answers.jsonl"};
    std::string& contents = files.files.at(std::string("results/") + names[rng.below(3)]);
    if (rng.below(4) == 0) contents.resize(rng.below(contents.size()));
    for (std::size_t i = rng.below(4) + 1; i > 0 && !contents.empty(); --i) {
      constexpr std::string_view kBytes = "{}[]\",:0-9e.\\\n\0\xFFn";
      contents[rng.below(contents.size())] = kBytes[rng.below(kBytes.size())];
    }
    const auto results = read_results_folder(files, "results");
    if (!results) ++refused;
    if (results) ScoreTable(results->verdicts).pooled({"ours"}, results->questions);
  }
  EXPECT_GT(refused, 300) << "most damage is noticed; damage within texts is not";
}

TEST(ResultsFolder, LetsPassWhatANewerVersionWritesBesides) {
  const auto results = read_results_folder(
      changed("verdicts.jsonl", "\"by_rule\"", "\"weight\":2,\"by_rule\""), "results");
  EXPECT_TRUE(results) << to_text(results.error());
}

}  // namespace
}  // namespace evenhand
