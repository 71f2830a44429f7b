#include "run/gate.h"

#include <gtest/gtest.h>

#include "tests/run/results_for_tests.h"

namespace evenhand {
namespace {

using Texts = std::vector<std::string>;

/// x is better than y on four of five questions; y has no score for one.
ResultsFolder sample(const std::string& folder = "results") {
  return finished_run(folder,
                      {{"x", {1.0, 1.0, 1.0, 1.0, 0.0}}, {"y", {0.0, 0.0, 0.0, 0.0, -1.0}}});
}

GateData gate_of(const ResultsFolder& results, const GateOptions& options,
                 const ResultsFolder* against = nullptr) {
  auto gate = gate_run(results, against, options);
  EXPECT_TRUE(gate) << (gate ? "" : to_text(gate.error()));
  return gate ? *std::move(gate) : GateData{};
}

std::string error_of(const Texts& requirements) {
  const auto gate = gate_run(sample(), nullptr, {.requirements = requirements});
  EXPECT_FALSE(gate);
  return gate ? "" : to_text(gate.error());
}

TEST(GateRun, HoldsEveryCandidateAgainstEveryRequirement) {
  const GateData gate = gate_of(
      sample(), {.requirements = {"win_rate.low >= 0.4", "coverage.judged == 5", "rank == 1"}});
  ASSERT_EQ(gate.outcomes.size(), 6U);
  EXPECT_TRUE(gate.outcomes[0].met);
  EXPECT_TRUE(gate.outcomes[1].met);
  EXPECT_FALSE(gate.outcomes[4].met) << "y has four";
  EXPECT_EQ(gate.outcomes[4].why, "does not hold: left is 4, right is 5");
  EXPECT_EQ(gate.unmet(), 3U);
}

TEST(GateRun, TakesOnlyTheCandidatesThatAreNamed) {
  const GateData gate =
      gate_of(sample(), {.requirements = {"coverage.judged == 5"}, .candidates = {"x"}});
  EXPECT_EQ(gate.unmet(), 0U);
  EXPECT_FALSE(gate.incomplete()) << "y is not asked about";
  const auto unknown =
      gate_run(sample(), nullptr, {.requirements = {"rank == 1"}, .candidates = {"nobody"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().what, "no candidate 'nobody' in results/leaderboard.json");
}

TEST(GateRun, SaysWhatIsMissing) {
  const GateData gate = gate_of(sample(), {.requirements = {"win_rate > 0"}, .candidates = {"y"}});
  EXPECT_EQ(gate.unmet(), 0U);
  EXPECT_TRUE(gate.incomplete());
  EXPECT_EQ(gate.candidates[0].missing, "1 of 5 questions without a score");
}

TEST(GateRun, IsNotMetByANumberThatDoesNotExist) {
  const GateData gate = gate_of(sample(), {.requirements = {"grade < 100"}, .candidates = {"x"}});
  EXPECT_FALSE(gate.outcomes[0].met);
  EXPECT_EQ(gate.outcomes[0].why, "grade has no value in this run");
}

TEST(GateRun, ComparesWithAnotherRunTheCandidateMinusTheOther) {
  const ResultsFolder results = finished_run("new", {{"x", {1.0, 1.0, 1.0, 1.0}}});
  const ResultsFolder against = finished_run("old", {{"x", {0.0, 0.0, 1.0, 1.0}}});
  const GateData gate =
      gate_of(results,
              {.requirements = {"diff == 0.5", "diff.better == 2", "diff.gained == 2",
                                "diff.cost == 0", "diff.low < 0.5", "diff.p == 0.5"}},
              &against);
  EXPECT_EQ(gate.unmet(), 0U);
  EXPECT_EQ(gate.against, "old");
}

TEST(GateRun, ComparesWithAnotherCandidateOfTheSameRun) {
  const ResultsFolder results = sample();
  const GateData gate = gate_of(
      results, {.requirements = {"diff == 1"}, .candidates = {"x"}, .against_candidate = "y"},
      &results);
  EXPECT_EQ(gate.unmet(), 0U);
  EXPECT_EQ(gate.candidates[0].missing, "of y in results 1 of 5 questions without a score");
}

TEST(GateRun, RefusesToCompareWhatWasJudgedDifferently) {
  ResultsFolder against = sample("old");
  against.board.settings[1].second = "judge-2";
  const GateOptions options{.requirements = {"diff >= 0"}, .candidates = {"x"}};
  const auto refused = gate_run(sample(), &against, options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(to_text(refused.error()),
            "the runs cannot be compared: judges: judge-2 / judge-1\n"
            "  hint: judge both in the same way, or compare them all the same with "
            "--allow-incomparable");
  GateOptions allowed = options;
  allowed.incomparable = GateOptions::Incomparable::allow;
  EXPECT_EQ(gate_of(sample(), allowed, &against).remarks,
            Texts{"compared although the runs differ: judges: judge-2 / judge-1"});
  EXPECT_TRUE(gate_run(sample(), &against, {.requirements = {"win_rate > 0"}}))
      << "nothing is compared";
}

TEST(GateRun, RefusesWhatNobodyCanHaveMeant) {
  EXPECT_EQ(error_of({}), "'gate' needs --require\n  hint: for example: \"win_rate.low > 0.5\"");
  EXPECT_EQ(error_of({"win_rate.low > 50"}),
            "--require:1:16: 'win_rate.low' lies between 0 and 1\n"
            "    win_rate.low > 50\n"
            "                   ^\n"
            "  hint: a percentage is written 50%, or 0.5");
  EXPECT_EQ(error_of({"win_rate.lwo > 0.5"}),
            "--require:1:1: unknown field 'win_rate.lwo'\n"
            "    win_rate.lwo > 0.5\n"
            "    ^\n"
            "  hint: did you mean 'win_rate.low'?");
  EXPECT_EQ(error_of({"coverage.judged > 10%"}),
            "--require:1:19: 'coverage.judged' is no fraction\n"
            "    coverage.judged > 10%\n"
            "                      ^\n"
            "  hint: write the number without %");
  EXPECT_EQ(error_of({"diff.low > 0"}),
            "--require:1:1: 'diff.low' needs something to compare with\n"
            "    diff.low > 0\n"
            "    ^\n"
            "  hint: --against RESULTS, or --against-candidate NAME for one of the same run");
}

TEST(GateRun, KnowsThatDifferencesOfWinRatesLieBetweenMinusOneAndOne) {
  const ResultsFolder results = sample();
  const auto gate = gate_run(results, &results, {.requirements = {"diff.low > -2"}});
  ASSERT_FALSE(gate);
  EXPECT_EQ(gate.error().what, "'diff.low' lies between -1 and 1");
  EXPECT_TRUE(gate_run(results, &results, {.requirements = {"diff.low > -2%"}}));
}

}  // namespace
}  // namespace evenhand
