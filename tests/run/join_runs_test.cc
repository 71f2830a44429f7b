#include "run/join_runs.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"
#include "tests/run/results_for_tests.h"

namespace evenhand {
namespace {

/// A finished run whose candidates have these win rates.
ResultsBoard board_of(const std::string& folder, const std::map<std::string, double>& win_rates) {
  ResultsBoard board = finished_run(folder, {}).board;
  for (const auto& [model, win_rate] : win_rates) {
    ResultsRow row{.model = {model}, .numbers = {}};
    row.numbers = {{"win_rate", win_rate},
                   {"win_rate.low", win_rate - 0.1},
                   {"win_rate.high", win_rate + 0.1},
                   {"mean_length", 100.0 * win_rate},
                   {"coverage.expected", 10.0},
                   {"coverage.judged", 10.0}};
    board.rows.push_back(std::move(row));
  }
  return board;
}

ResultsBoard of_another_suite(ResultsBoard board) {
  board.suite = {"other"};
  board.suite_digest = {"cccc"};
  return board;
}

JointBoard joint_of(const std::vector<ResultsBoard>& boards, const std::string& field = "") {
  auto joint = join_runs(boards, field);
  EXPECT_TRUE(joint) << (joint ? "" : to_text(joint.error()));
  return joint ? *std::move(joint) : JointBoard{};
}

std::vector<std::string> names_of(const JointBoard& joint) {
  std::vector<std::string> names;
  for (const JointRow& row : joint.rows) names.push_back(row.model);
  return names;
}

using Names = std::vector<std::string>;

TEST(JoinRuns, PutsComparableRunsIntoOneColumn) {
  const JointBoard joint = joint_of({board_of("r1", {{"a", 0.4}}), board_of("r2", {{"b", 0.6}})});
  ASSERT_EQ(joint.columns.size(), 1U);
  EXPECT_EQ(joint.columns[0].name, "tiny");
  EXPECT_EQ(joint.columns[0].results, (Names{"r1", "r2"}));
  EXPECT_EQ(names_of(joint), (Names{"b", "a"})) << "the best first";
  EXPECT_EQ(joint.rows[0].cells[0]->rank, 1U);
  EXPECT_EQ(joint.rows[1].cells[0]->rank, 2U);
  EXPECT_TRUE(joint.remarks.empty());
}

TEST(JoinRuns, KeepsApartWhatCannotBeComparedAndSaysWhy) {
  const JointBoard joint = joint_of({board_of("r1", {{"a", 0.4}, {"b", 0.6}}),
                                     of_another_suite(board_of("r2", {{"a", 0.7}, {"c", 0.2}}))});
  ASSERT_EQ(joint.columns.size(), 2U);
  EXPECT_EQ(names_of(joint), (Names{"b", "a", "c"}));
  EXPECT_TRUE(joint.rows[1].cells[0] && joint.rows[1].cells[1]) << "found again by its name";
  EXPECT_FALSE(joint.rows[2].cells[0]);
  EXPECT_EQ(joint.remarks, Names{"tiny and other are not comparable: they differ in suite: tiny 1 "
                                 "(aaaa) / other 1 (cccc)"});
}

TEST(JoinRuns, NumbersColumnsThatAreCalledTheSame) {
  ResultsBoard second = board_of("r2", {{"a", 0.4}});
  second.settings[1].second = "judge-2";
  const JointBoard joint = joint_of({board_of("r1", {{"a", 0.4}}), second});
  ASSERT_EQ(joint.columns.size(), 2U);
  EXPECT_EQ(joint.columns[0].name, "tiny pairwise #1");
  EXPECT_EQ(joint.columns[1].name, "tiny pairwise #2");
}

TEST(JoinRuns, TellsAModelOfTwoRunsApart) {
  const JointBoard by_run = joint_of({board_of("r1", {{"a", 0.4}}), board_of("r2", {{"a", 0.6}})});
  EXPECT_EQ(names_of(by_run), (Names{"a (r2)", "a (r1)"}));
  ResultsBoard same_run = board_of("r2", {{"a", 0.6}});
  same_run.run = "r1";
  same_run.settings.emplace_back("a", "checkpoint-2");
  ResultsBoard first = board_of("r1", {{"a", 0.4}});
  first.settings.emplace_back("a", "checkpoint-1");
  const JointBoard by_folder = joint_of({first, same_run});
  EXPECT_EQ(names_of(by_folder), (Names{"a (r2)", "a (r1)"})) << "by folder";
  EXPECT_EQ(by_folder.remarks,
            Names{"'a' is not one model: checkpoint-1 in r1, checkpoint-2 in r2"});
}

TEST(JoinRuns, CorrelatesColumnsOverTheModelsInBoth) {
  const JointBoard joint = joint_of(
      {board_of("r1", {{"a", 0.1}, {"b", 0.2}, {"c", 0.3}, {"d", 0.4}, {"e", 0.5}, {"f", 0.6}}),
       of_another_suite(
           board_of("r2", {{"a", 0.1}, {"b", 0.2}, {"c", 0.4}, {"d", 0.3}, {"e", 0.5}}))});
  ASSERT_EQ(joint.correlations.size(), 1U);
  EXPECT_EQ(joint.correlations[0].models, 5U);
  EXPECT_NEAR(*joint.correlations[0].spearman, 0.9, 1e-12);
  EXPECT_NEAR(*joint.correlations[0].kendall, 0.8, 1e-12);
  EXPECT_TRUE(joint.correlations[0].spearman_interval);
}

TEST(JoinRuns, CorrelatesNothingOverTwoModels) {
  const JointBoard joint = joint_of({board_of("r1", {{"a", 0.1}, {"b", 0.2}}),
                                     of_another_suite(board_of("r2", {{"a", 0.1}, {"b", 0.2}}))});
  EXPECT_EQ(joint.correlations[0].models, 2U);
  EXPECT_FALSE(joint.correlations[0].spearman);
}

TEST(JoinRuns, ShowsAnotherNumberWhereItIsAsked) {
  const JointBoard joint = joint_of({board_of("r1", {{"a", 0.4}})}, "mean_length");
  EXPECT_EQ(joint.rows[0].cells[0]->value.value, 40.0);
  EXPECT_EQ(joint.columns[0].scale, Scale::points);
  const auto unknown = join_runs({board_of("r1", {{"a", 0.4}})}, "win_rat");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_text(unknown.error()),
            "no run has the number 'win_rat'\n  hint: did you mean 'win_rate'?");
}

TEST(JoinRuns, ShowsSharesInPercentAndPointsAsPoints) {
  ResultsBoard graded = board_of("r1", {});
  graded.protocol = {"truthful"};
  graded.rows.push_back({.model = {"a"},
                         .numbers = {{"grade", 62.5},
                                     {"audited", 60.0},
                                     {"categories.law", 50.0},
                                     {"true_share", 0.75},
                                     {"choices.micro", 0.5},
                                     {"choices.categories.stem.micro", 0.25},
                                     {"choices.questions", 8.0},
                                     {"coverage.expected", 8.0},
                                     {"coverage.judged", 8.0}}});
  ResultsBoard pairs = board_of("r2", {{"a", 0.5}});
  for (const char* part : {"audited", "categories.law", "turns.1", "judges.gpt"}) {
    pairs.rows[0].numbers[part] = 0.5;
  }
  pairs.rows[0].numbers["judges.gpt.unreadable"] = 3.0;
  struct {
    const ResultsBoard& board;
    const char* field;
    Scale scale;
  } const cases[] = {
      {graded, "audited", Scale::points},
      {graded, "categories.law", Scale::points},
      {graded, "true_share", Scale::percent},
      {graded, "choices.micro", Scale::percent},
      {graded, "choices.categories.stem.micro", Scale::percent},
      {graded, "choices.questions", Scale::points},
      {pairs, "audited", Scale::percent},
      {pairs, "categories.law", Scale::percent},
      {pairs, "turns.1", Scale::percent},
      {pairs, "judges.gpt", Scale::percent},
      {pairs, "judges.gpt.unreadable", Scale::points},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(joint_of({c.board}, c.field).columns[0].scale, c.scale) << c.field;
  }
}

TEST(ReadAnyBoard, KnowsWhatMultipleChoiceIsRankedBy) {
  MemoryFileSystem files;
  files.files["mmlu.json"] = R"({"format": "mmlu", "models": [
    {"model": "x", "micro": 0.5, "coverage": {"expected": 4, "judged": 4}}]})";
  files.files["tqa.json"] = R"({"format": "truthfulqa", "models": [
    {"model": "x", "mc1": 0.5, "mc2": null, "coverage": {"expected": 4, "judged": 4}}]})";
  const auto mmlu = read_any_board(files, "mmlu.json");
  const auto truthfulqa = read_any_board(files, "tqa.json");
  ASSERT_TRUE(mmlu && truthfulqa);
  const JointBoard joint = joint_of({*mmlu, *truthfulqa});
  ASSERT_EQ(joint.columns.size(), 2U);
  EXPECT_EQ(joint.columns[0].field, "micro");
  EXPECT_EQ(joint.columns[0].scale, Scale::percent);
  EXPECT_EQ(joint.columns[1].field, "mc1") << "MC2 is not known";
  EXPECT_EQ(joint.columns[1].scale, Scale::percent);
}

TEST(ReadAnyBoard, TakesWhatScorePrinted) {
  MemoryFileSystem files;
  files.files["ae.json"] = R"({"format": "alpaca_eval", "warnings": ["odd"], "models": [
    {"model": "x", "baseline": "gpt4", "judge": "w", "win_rate": 50.0,
     "length_controlled_winrate": 52.5, "length_controlled_winrate_interval": [50, 55],
     "coverage": {"expected": 805, "judged": 804, "unparsed": 1}},
    {"model": "y", "baseline": "gpt4", "judge": "v", "win_rate": 40.0,
     "length_controlled_winrate": null, "coverage": {"expected": 805, "judged": 805}}]})";
  const auto board = read_any_board(files, "ae.json");
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->baseline, ModelId{"gpt4"});
  EXPECT_TRUE(board->judges.empty()) << "they have not one judge";
  const JointBoard joint = joint_of({*board});
  EXPECT_EQ(joint.columns[0].field, "length_controlled_winrate");
  EXPECT_EQ(joint.columns[0].scale, Scale::points) << "percent already";
  EXPECT_EQ(joint.rows[0].cells[0]->value.interval, (Interval{50.0, 55.0}));
  EXPECT_TRUE(joint.rows[0].cells[0]->incomplete);
  EXPECT_FALSE(joint.rows[1].cells[0]) << "y has no such number";
}

TEST(ReadAnyBoard, SaysWhatAFileIsNot) {
  MemoryFileSystem files;
  files.files["x.json"] = R"({"models": []})";
  EXPECT_EQ(to_text(read_any_board(files, "x.json").error()),
            "x.json:1: a file of scores needs 'format'");
  files.files["y.json"] = R"({"format": "z", "models": {"a": 1}})";
  EXPECT_EQ(to_text(read_any_board(files, "y.json").error()),
            "y.json:1: expected a list of rows, found a map");
  EXPECT_FALSE(read_any_board(files, "absent.json"));
}

}  // namespace
}  // namespace evenhand
