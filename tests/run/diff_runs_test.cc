#include "run/diff_runs.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "run/comparability.h"
#include "tests/run/results_for_tests.h"

namespace evenhand {
namespace {

DiffData diff_of(const ResultsFolder& a, const ResultsFolder& b, const DiffOptions& options = {}) {
  auto diff = diff_runs(a, b, options);
  EXPECT_TRUE(diff) << (diff ? "" : to_text(diff.error()));
  return diff ? *std::move(diff) : DiffData{};
}

std::vector<std::string> names_of(const Comparison& comparison,
                                  const std::vector<std::size_t>& places) {
  std::vector<std::string> names;
  for (const std::size_t q : places) names.push_back(comparison.questions[q].question.text);
  return names;
}

TEST(DiffRuns, ComparesQuestionByQuestionBMinusA) {
  const DiffData diff = diff_of(finished_run("old", {{"ours", {0.0, 0.5, 1.0, 1.0, 0.0}}}),
                                finished_run("new", {{"ours", {1.0, 1.0, 1.0, 0.5, 0.0}}}));
  ASSERT_EQ(diff.comparisons.size(), 1U);
  const Comparison& comparison = diff.comparisons.front();
  EXPECT_NEAR(comparison.difference.mean, (1.0 + 0.5 - 0.5) / 5.0, 1e-12);
  EXPECT_EQ(comparison.difference.better, 2U);
  EXPECT_EQ(comparison.difference.worse, 1U);
  EXPECT_EQ(comparison.difference.equal, 2U);
  EXPECT_EQ(names_of(comparison, comparison.gained), (std::vector<std::string>{"q1", "q2"}))
      << "the largest first";
  EXPECT_EQ(names_of(comparison, comparison.lost), std::vector<std::string>{"q4"});
  EXPECT_EQ(comparison.cost_difference, 0.0);
  EXPECT_TRUE(diff.mismatches.empty());
}

TEST(DiffRuns, IsTheOppositeTheOtherWayRound) {
  const ResultsFolder a = finished_run("a", {{"ours", {0.0, 0.5, 1.0, 1.0}}});
  const ResultsFolder b = finished_run("b", {{"ours", {1.0, 1.0, 1.0, 0.0}}});
  const Comparison there = diff_of(a, b).comparisons.front();
  const Comparison back = diff_of(b, a).comparisons.front();
  EXPECT_EQ(there.difference.mean, -back.difference.mean);
  EXPECT_EQ(there.difference.test.p, back.difference.test.p);
  EXPECT_EQ(names_of(there, there.gained), names_of(back, back.lost));
  EXPECT_EQ(there.if_missing.low, -back.if_missing.high);
}

TEST(DiffRuns, LeavesOutWhatHasNoScoreOnBothSidesAndBoundsWhatItCouldHaveBeen) {
  const Comparison comparison = diff_of(finished_run("a", {{"ours", {1.0, -1.0, 0.0, -1.0}}}),
                                        finished_run("b", {{"ours", {1.0, 1.0, -1.0, -1.0}}}))
                                    .comparisons.front();
  EXPECT_EQ(comparison.difference.questions, 1U);
  EXPECT_EQ(comparison.difference.mean, 0.0);
  EXPECT_EQ(comparison.only_a, 1U);
  EXPECT_EQ(comparison.only_b, 1U);
  EXPECT_EQ(comparison.neither, 1U);
  EXPECT_EQ(comparison.if_missing.low, (0.0 + 0.0 + 0.0 - 1.0) / 4.0);
  EXPECT_EQ(comparison.if_missing.high, (0.0 + 1.0 + 1.0 + 1.0) / 4.0);
}

TEST(DiffRuns, ComparesTwoCandidatesOfOneRun) {
  const ResultsFolder run = finished_run("run", {{"x", {0.0, 0.0, 1.0}}, {"y", {1.0, 1.0, 1.0}}});
  const DiffData diff = diff_of(run, run, {.candidate_a = "x", .candidate_b = "y"});
  EXPECT_NEAR(diff.comparisons.front().difference.mean, 2.0 / 3.0, 1e-12);
  const auto unknown = diff_runs(run, run, {.candidate_a = "x", .candidate_b = "nobody"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_text(unknown.error()),
            "no candidate 'nobody' in run/leaderboard.json\n"
            "  hint: known: x, y");
}

TEST(DiffRuns, TakesTheOnlyCandidatesThereAre) {
  const DiffData diff =
      diff_of(finished_run("a", {{"old", {0.0, 1.0}}}), finished_run("b", {{"new", {1.0, 1.0}}}));
  EXPECT_EQ(diff.comparisons.front().b.model.text, "new");
  const auto unclear = diff_runs(finished_run("a", {{"x", {0.0}}, {"y", {0.0}}}),
                                 finished_run("b", {{"z", {1.0}}}), {});
  ASSERT_FALSE(unclear);
  EXPECT_EQ(to_text(unclear.error()),
            "no candidate is in both runs\n"
            "  hint: name one of each with --candidates: a has x, y; b has z");
}

TEST(DiffRuns, AdjustsForSeveralComparisons) {
  const DiffData diff =
      diff_of(finished_run("a", {{"x", {0.0, 0.0, 0.0, 0.0}}, {"y", {0.0, 0.0, 0.0, 0.0}}}),
              finished_run("b", {{"x", {1.0, 1.0, 1.0, 1.0}}, {"y", {1.0, 1.0, 1.0, 0.0}}}));
  EXPECT_EQ(diff.comparisons[0].difference.test.p, 0.125);
  EXPECT_EQ(diff.comparisons[0].p_holm, 0.25);
  EXPECT_EQ(diff.comparisons[1].p_holm, 0.25);
}

TEST(DiffRuns, PairsByNameWhereSuitesDiffer) {
  ResultsFolder b = finished_run("b", {{"ours", {1.0, 1.0, 1.0}}});
  b.board.suite_digest = {"cccc"};
  const DiffData diff = diff_of(finished_run("a", {{"ours", {0.0, 0.0}}}), b);
  EXPECT_EQ(diff.comparisons.front().difference.questions, 2U);
  EXPECT_FALSE(diff.comparable());
  ASSERT_EQ(diff.mismatches.size(), 2U);
  EXPECT_EQ(diff.mismatches[0].what, "suite");
  EXPECT_EQ(diff.mismatches[1].what, "questions of its own");
  EXPECT_EQ(diff.mismatches[1].b, "1");
}

TEST(DiffRuns, NotesABaselineThatWasAskedAnew) {
  ResultsFolder b = finished_run("b", {{"ours", {1.0, 1.0}}});
  b.baseline_answers = {"dddd"};
  const DiffData diff = diff_of(finished_run("a", {{"ours", {0.0, 0.0}}}), b);
  ASSERT_EQ(diff.mismatches.size(), 1U);
  EXPECT_EQ(diff.mismatches[0].what, "what the baseline said");
  EXPECT_TRUE(diff.comparable());
}

TEST(DiffRuns, RefusesWhatCannotBeSubtracted) {
  const ResultsFolder a = finished_run("a", {{"ours", {1.0}}});
  ResultsFolder graded = finished_run("b", {{"ours", {1.0}}});
  graded.verdicts[0].ruling = Grade{.points = 7.0};
  const auto mixed = diff_runs(a, graded, {});
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().what, "cannot compare win rates (a) with grades out of 10 (b)");
  const auto empty = diff_runs(a, finished_run("c", {{"ours", {-1.0}}}), {});
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().what, "no question has a score for both 'ours' in a and 'ours' in c");
}

TEST(DiffRuns, ShowsGradesInPoints) {
  const auto graded = [](const char* folder, std::vector<double> points) {
    ResultsFolder results = finished_run(folder, {{"ours", std::vector<double>(points.size())}});
    for (std::size_t q = 0; q < points.size(); ++q) {
      results.verdicts[q].ruling = Grade{.points = points[q]};
    }
    return results;
  };
  const DiffData diff = diff_of(graded("a", {5.0, 9.0, 4.0}), graded("b", {7.0, 8.0, 4.0}));
  EXPECT_EQ(diff.scale, Scale::points);
  const Comparison& comparison = diff.comparisons.front();
  EXPECT_NEAR(comparison.difference.mean, 1.0 / 3.0, 1e-12);
  EXPECT_EQ(names_of(comparison, comparison.gained), std::vector<std::string>{"q1"});
  EXPECT_EQ(names_of(comparison, comparison.lost), std::vector<std::string>{"q2"});
}

TEST(Mismatches, NameWhatDecidesTheNumbersAndNothingElse) {
  const ResultsBoard board = finished_run("a", {{"ours", {1.0}}}).board;
  const struct {
    const char* what;
    void (*change)(ResultsBoard&);
    bool forbids;
  } cases[] = {
      {"suite", [](ResultsBoard& b) { b.suite_digest = {"dddd"}; }, true},
      {"protocol", [](ResultsBoard& b) { b.protocol = {"logprob"}; }, true},
      {"baseline", [](ResultsBoard& b) { b.baseline = ModelId{"gpt"}; }, true},
      {"baseline", [](ResultsBoard& b) { b.settings.emplace_back("base", "other"); }, true},
      {"judges", [](ResultsBoard& b) { b.settings[1].second = "judge-2"; }, true},
      {"judges",
       [](ResultsBoard& b) {
         b.served_models = {{"judge", "judge-1b"}};
       },
       true},
      {"prompts of the judge", [](ResultsBoard& b) { b.prompts_digest = {"eeee"}; }, true},
      {"seats", [](ResultsBoard& b) { b.seats = "drawn"; }, true},
      {"reading of verdicts", [](ResultsBoard& b) { b.settings[0].second = "upstream"; }, true},
      {"repeats", [](ResultsBoard& b) { b.repeats = 2; }, false},
      {"samples", [](ResultsBoard& b) { b.samples = 2; }, false},
      {"version of evenhand", [](ResultsBoard& b) { b.program_version = "2"; }, false},
  };
  for (const auto& c : cases) {
    ResultsBoard other = board;
    c.change(other);
    const std::vector<Mismatch> found = mismatches_of(board, other);
    ASSERT_EQ(found.size(), 1U) << c.what;
    EXPECT_EQ(found.front().what, c.what);
    EXPECT_EQ(comparable(found), !c.forbids) << c.what;
  }
  ResultsBoard same = board;
  same.run = "other";
  same.seed = 9;
  same.rows.front().model = {"theirs"};
  same.settings.emplace_back("theirs", "some-model");
  EXPECT_TRUE(mismatches_of(board, same).empty());
}

TEST(Mismatches, TellAPartOfASuiteFromTheWhole) {
  ResultsBoard whole = finished_run("a", {{"ours", {1.0}}}).board;
  whole.suite_digest = {"0123456789abcdef0123456789abcdef"};
  ResultsBoard part = whole;
  part.suite_digest.text += "/first 60";
  const std::vector<Mismatch> found = mismatches_of(whole, part);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().a, "tiny 1 (0123456789ab)");
  EXPECT_EQ(found.front().b, "tiny 1 (0123456789ab/first 60)");
}

TEST(Mismatches, MindWhomCandidatesMet) {
  ResultsFolder a = finished_run("a", {{"x", {1.0}}, {"y", {1.0}}});
  ResultsFolder b = finished_run("b", {{"x", {1.0}}, {"z", {1.0}}});
  for (ResultsFolder* results : {&a, &b}) {
    results->board.baseline = std::nullopt;
    results->board.opponents = "all";
  }
  const std::vector<Mismatch> found = mismatches_of(a.board, b.board);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().what, "candidates that met");
  EXPECT_EQ(found.front().b, "x, z (all)");
}

}  // namespace
}  // namespace evenhand
