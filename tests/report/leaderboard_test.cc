#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/leaderboard_csv.h"
#include "report/leaderboard_json.h"
#include "report/leaderboard_table.h"
#include "report/number_text.h"
#include "report/transcripts.h"
#include "tests/report/golden.h"
#include "tests/report/sample_report.h"
#include "tests/report/text_of.h"

namespace evenhand {
namespace {

TEST(LeaderboardTable, CallsWinRatesByTheirNameBeforeThereAreAny) {
  ReportData data = sample_pairwise_report();
  for (CandidateRow& row : data.rows) row.win_rate.reset();
  const std::string table = leaderboard_table(data, {.width = 100});
  EXPECT_NE(table.find("Win rate against base"), std::string::npos) << table;
  EXPECT_EQ(table.find("Mean grade"), std::string::npos);
}

TEST(LeaderboardTable, LooksAsItDid) {
  const ReportData pairs = sample_pairwise_report();
  expect_golden("table_wide.txt", leaderboard_table(pairs, {.width = 140}));
  expect_golden("table_80.txt", leaderboard_table(pairs, {.width = 80}));
  expect_golden("table_40_ascii.txt",
                leaderboard_table(pairs, {.width = 40, .charset = Charset::ascii}));
  expect_golden("table_colour.txt", leaderboard_table(pairs, {.width = 100, .colour = Colour::on}));
  expect_golden("table_graded.txt", leaderboard_table(sample_graded_report(), {.width = 100}));
}

TEST(LeaderboardTable, KeepsToTheWidth) {
  for (int width = 46; width < 160; ++width) {
    const std::string table = leaderboard_table(sample_pairwise_report(), {.width = width});
    for (const std::string& line : split(table, '\n')) {
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

ReportData report_with_failures() {
  ReportData data = sample_pairwise_report();
  data.failed_answers = {
      {{"ours"}, "the model said nothing", 12},
      {{"half"}, "status 400: \x1b[31mred\x1b[0m\nand " + std::string(300, 'x'), 3},
      {{"ours"}, "no complete response within 600 s", 1},
      {{"half"}, "a fourth reason", 1}};
  data.failed_verdicts = {{{"gpt"}, "no verdict", 1}};
  return data;
}

TEST(LeaderboardTable, SaysWhyAnswersAndVerdictsAreNotThere) {
  const std::string text = leaderboard_table(report_with_failures(), {.width = 80});
  EXPECT_NE(
      text.find("\n- 12 answers of ours: the model said nothing\n- 3 answers of half: status"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("\n- 1 answer of ours: no complete response within 600 s\n"
                      "- 1 verdict: no verdict\n"),
            std::string::npos)
      << text << "one judge needs no name";
  EXPECT_EQ(text.find("fourth"), std::string::npos) << "three are enough";
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  for (const std::string& line : split(text, '\n')) EXPECT_LE(display_width(line), 80U) << line;
}

TEST(LeaderboardTable, MarksARowWhoseJudgeGaveTooFewVerdicts) {
  ReportData data = sample_pairwise_report();
  CandidateRow& ours = data.rows[0];
  ours.coverage.failed_games = 1;
  ours.by_judge[0].games = 20;
  ours.by_judge[0].failed_games = 1;
  EXPECT_FALSE(ours.incomplete()) << "as 95 % of the questions are enough";
  EXPECT_NE(leaderboard_table(data, {}).find("\nours: 1 judgement failed.\n"), std::string::npos)
      << "and yet it is said";
  ours.by_judge[0].games = 6;
  EXPECT_TRUE(ours.incomplete());
  const std::string text = leaderboard_table(data, {.width = 200});
  EXPECT_NE(
      text.find("\n* ours is incomplete: scores for 3 of 3 questions, verdicts of gpt on 5 of "
                "6 games (1 judgement failed).\n"),
      std::string::npos)
      << text;
  EXPECT_NE(leaderboard_csv(data).find("\r\nours,1,true,"), std::string::npos);
  const std::string json = leaderboard_json(data);
  EXPECT_NE(json.find("\"incomplete\": true"), std::string::npos);
  EXPECT_EQ(json.find("\"incomplete\": false"), std::string::npos);
}

TEST(LeaderboardTable, LetsNoNameSteerTheTerminal) {
  ReportData data = sample_pairwise_report();
  data.rows[0].model.text = "\x1b]0;owned\a\n\u202E";
  data.run = "\x1b[2J";
  data.warnings = {"\x1b[31m"};

  const std::string table = leaderboard_table(data, {.width = 200});

  EXPECT_EQ(table.find('\x1b'), std::string::npos);
  EXPECT_NE(table.find("\\x1b]0;owned\\x07\\x0a\\u{202e}"), std::string::npos);
}

TEST(LeaderboardTable, SaysThatThereIsNobody) {
  EXPECT_NE(leaderboard_table({}, {}).find("No candidate."), std::string::npos);
}

TEST(EstimateText, HasNoMoreDigitsThanTheIntervalSupports) {
  struct {
    Estimate estimate;
    Scale scale;
    const char* text;
  } const cases[] = {
      {{0.5234, Interval{0.4911, 0.5539}}, Scale::percent, "52.3 [49.1, 55.4]"},
      {{0.52341, Interval{0.5222, 0.5246}}, Scale::percent, "52.34 [52.22, 52.46]"},
      {{0.5}, Scale::percent, "50.0"},
      {{8.5, Interval{8.21, 8.79}}, Scale::points, "8.50 [8.21, 8.79]"},
      {{6.0, Interval{4.0, 8.0001}}, Scale::points, "6.0 [4.0, 8.0]"},
      {{-0.00001}, Scale::percent, "0.0"},
      {{std::nan("")}, Scale::percent, "?"},
  };
  for (const auto& c : cases) EXPECT_EQ(estimate_text(c.estimate, c.scale), c.text);
}

TEST(CostText, TellsUnknownFromFree) {
  struct {
    Expense expense;
    const char* text;
  } const cases[] = {
      {{}, "$0.00"},
      {{.calls = 3, .cost = 1.234}, "$1.23"},
      {{.calls = 3, .cost = 0.0123}, "$0.0123"},
      {{.calls = 3, .cost = 0.00001}, "<$0.0001"},
      {{.calls = 14, .unknown_cost = 14}, "unknown"},
      {{.calls = 20, .cost = 1.23, .unknown_cost = 14}, "$1.23 + 14 unknown"},
  };
  for (const auto& c : cases) EXPECT_EQ(cost_text(c.expense), c.text);
}

TEST(LeaderboardCsv, LooksAsItDid) {
  expect_golden("leaderboard.csv", leaderboard_csv(sample_pairwise_report()));
  expect_golden("leaderboard_graded.csv", leaderboard_csv(sample_graded_report()));
}

TEST(CsvText, IsNoFormula) {
  struct {
    std::string text;
    const char* cell;
  } const cases[] = {
      {"ours", "ours"},
      {"=1+1", "'=1+1"},
      {"+x", "'+x"},
      {"-x", "'-x"},
      {"@x", "'@x"},
      {"\tx", "\"'\tx\""},
      {"\rx", "\"'\rx\""},
      {"\nx", "\"'\nx\""},
      {"\uFF1Dx", "'\uFF1Dx"},
      {"\uFF20x", "'\uFF20x"},
      {"a=b-c", "a=b-c"},
      {"a,b", "\"a,b\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"\xFF", "\uFFFD"},
      {std::string("a\0b", 3), "a\uFFFDb"},
  };
  for (const auto& c : cases) EXPECT_EQ(csv_text(c.text), c.cell);
}

TEST(LeaderboardCsv, HasAsManyCellsAsNames) {
  const std::vector<std::string> lines = split(leaderboard_csv(sample_pairwise_report()), '\n');
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(split(lines[1], ',').size(), split(lines[0], ',').size());
  EXPECT_EQ(split(lines[2], ',').size(), split(lines[0], ',').size());
  EXPECT_EQ(split(leaderboard_csv({}), '\n').size(), 2u);
}

TEST(LeaderboardJson, LooksAsItDid) {
  expect_golden("leaderboard.json", leaderboard_json(sample_pairwise_report()));
  expect_golden("leaderboard_graded.json", leaderboard_json(sample_graded_report()));
}

TEST(LeaderboardJson, KeepsEveryDigitAndNeverSaysNan) {
  ReportData data = sample_pairwise_report();
  data.rows[0].win_rate = Estimate{0.1 + 0.2, Interval{1.0 / 3.0, 2.0 / 3.0}};
  data.rows[1].win_rate =
      Estimate{std::nan(""), Interval{0.0, std::numeric_limits<double>::infinity()}};
  data.rows[1].model.text = "\xFF";

  const auto json = nlohmann::json::parse(leaderboard_json(data));

  EXPECT_EQ(json["rows"][0]["win_rate"], 0.1 + 0.2);
  EXPECT_EQ(json["rows"][0]["win_rate_interval"][0], 1.0 / 3.0);
  EXPECT_TRUE(json["rows"][1]["win_rate"].is_null());
  EXPECT_TRUE(json["rows"][1]["win_rate_interval"].is_null());
  EXPECT_EQ(json["rows"][1]["model"], "\uFFFD");
}

TEST(Transcripts, LookAsTheyDid) {
  expect_golden("answers.jsonl", text_of(write_answers_jsonl, sample_pairwise_report()));
  expect_golden("verdicts.jsonl", text_of(write_verdicts_jsonl, sample_pairwise_report()));
  expect_golden("verdicts_graded.jsonl", text_of(write_verdicts_jsonl, sample_graded_report()));
}

TEST(Transcripts, KeepEachRecordOnOneLine) {
  ReportData data = sample_pairwise_report();
  data.answers[0].turns[0].text = std::string("a\nb\r\xFF\0", 6);
  data.verdicts[0].judgement = "\u2028\n\"";

  EXPECT_EQ(split(text_of(write_answers_jsonl, data), '\n').size(), data.answers.size() + 1);
  EXPECT_EQ(split(text_of(write_verdicts_jsonl, data), '\n').size(), data.verdicts.size() + 1);
}

}  // namespace
}  // namespace evenhand
