#include "formats/alpaca_eval_export.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "formats/alpaca_eval_annotations.h"
#include "formats/answers_file.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

const std::vector<Question> kQuestions = {
    {.id = {"ae-001"}, .category = "koala", .turns = {{.user = "Say a/b"}}},
    {.id = {"ae-002"}, .category = "koala", .turns = {{.user = "Say ho"}}},
    {.id = {"ae-003"}, .category = "koala", .turns = {{.user = "One"}, {.user = "Two"}}},
};

std::vector<Answer> answers_of(const char* model) {
  const std::string name(model);
  return {{.question = {"ae-001"}, .model = {model}, .turns = {{.text = name + " 1"}}},
          {.question = {"ae-002"}, .model = {model}, .turns = {{.text = name + " 2"}}},
          {.question = {"ae-003"}, .model = {model}, .turns = {{.text = "x"}, {.text = "y"}}}};
}

TEST(AlpacaEvalOutputs, AreWrittenAsAlpacaEvalWritesThem) {
  std::vector<Answer> answers = answers_of("ours");
  answers[1].failure = Failure{.kind = ErrorKind::timed_out, .reason = "late"};
  const ExportedFile file = alpaca_eval_outputs(kQuestions, answers);
  EXPECT_EQ(file.contents,
            "[\n  {\n    \"dataset\":\"koala\",\n    \"instruction\":\"Say a\\/b\",\n"
            "    \"output\":\"ours 1\",\n    \"generator\":\"ours\"\n  }\n]");
  EXPECT_EQ(file.remarks, (std::vector<std::string>{
                              "1 questions of several turns are left out; AlpacaEval has one",
                              "1 questions without an answer are left out"}));
}

TEST(AlpacaEvalAnnotationsFile, HoldsSharesAsPreferences) {
  const std::vector<Answer> ours = answers_of("ours");
  const std::vector<Answer> base = answers_of("base");
  const std::vector<std::optional<double>> shares = {0.25, std::nullopt, 1.0};
  const ExportedFile file = alpaca_eval_annotations_file(
      kQuestions, {.candidate = ours, .baseline = base, .shares = shares, .judge = "j"});
  EXPECT_EQ(file.rows, 2U);
  EXPECT_NE(file.contents.find("\"preference\":null"), std::string::npos);
  MemoryFileSystem files;
  files.files["a.json"] = file.contents;
  const auto rows = read_alpaca_eval_annotations(files, "a.json");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->at(0).instruction, "Say a/b");
  EXPECT_EQ(rows->at(0).length_1, 6U);
  EXPECT_EQ(rows->at(0).generator_2, "ours");
  EXPECT_EQ(rows->at(0).annotator, "j");
  EXPECT_EQ(rows->at(0).dataset, "koala");
  EXPECT_EQ(rows->at(0).preference, 1.25);
  EXPECT_EQ(rows->at(1).preference, std::nullopt);
}

TEST(AlpacaEvalOutputs, TellOfInstructionsThatAreTheSame) {
  std::vector<Question> questions(kQuestions.begin(), kQuestions.begin() + 2);
  questions[0].category = questions[1].category = "";
  questions[1].turns = questions[0].turns;
  const ExportedFile file = alpaca_eval_outputs(questions, answers_of("ours"));
  EXPECT_EQ(file.remarks,
            std::vector<std::string>{
                "1 questions repeat the text of another one; AlpacaEval mixes these up"});
  EXPECT_EQ(file.contents.find("dataset"), std::string::npos);
}

TEST(AlpacaEvalLeaderboard, LeavesCellsEmptyAndQuotesNames) {
  EXPECT_EQ(alpaca_eval_leaderboard({{.model = "a,\"b\"", .win_rate = 70.0, .n_total = 1},
                                     {.model = "c", .length_controlled_winrate = 2.5}}),
            ",win_rate,standard_error,n_wins,n_wins_base,n_draws,n_total,discrete_win_rate,mode,"
            "avg_length,length_controlled_winrate,lc_standard_error\n"
            "c,,,0,0,0,0,,community,,2.5,\n"
            "\"a,\"\"b\"\"\",70.0,,0,0,0,1,,community,,,\n");
}

std::optional<double> number_in(const std::string& field) {
  return field.empty() ? std::nullopt : parse_number(field);
}

std::size_t count_in(const std::string& field) {
  return static_cast<std::size_t>(parse_integer(field).value());
}

/// Read and written again, the published leaderboard is the same, but for the order of its rows.
TEST(AlpacaEvalLeaderboard, WritesThePublishedOneAgain) {
  const std::string path =
      EVENHAND_SOURCE_DIR "/../shared/data/alpaca_eval/published_leaderboard.csv";
  const DiskFileSystem disk;
  if (!disk.exists(path)) GTEST_SKIP() << "needs the published leaderboard in " << path;
  const auto contents = disk.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  std::vector<std::string> lines = split(trimmed(*contents), '\n');
  std::vector<AlpacaEvalLeaderboardRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].ends_with('\r')) lines[i].pop_back();
    const std::vector<std::string> fields = split(lines[i], ',');
    ASSERT_EQ(fields.size(), 12U) << lines[i];
    rows.push_back({.model = fields[0],
                    .win_rate = number_in(fields[1]),
                    .standard_error = number_in(fields[2]),
                    .n_wins = count_in(fields[3]),
                    .n_wins_base = count_in(fields[4]),
                    .n_draws = count_in(fields[5]),
                    .n_total = count_in(fields[6]),
                    .discrete_win_rate = number_in(fields[7]),
                    .mode = fields[8],
                    .avg_length = parse_integer(fields[9]),
                    .length_controlled_winrate = number_in(fields[10]),
                    .lc_standard_error = number_in(fields[11])});
  }
  std::vector<std::string> again = split(trimmed(alpaca_eval_leaderboard(rows)), '\n');
  std::sort(lines.begin(), lines.end());
  std::sort(again.begin(), again.end());
  EXPECT_EQ(again, lines);
}

}  // namespace
}  // namespace evenhand
