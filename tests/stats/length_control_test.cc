#include "stats/length_control.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenhand {
namespace {

/// A judge that likes length, a candidate that is long, wins that depend on difficulty.
std::vector<LengthControlRow> drawn_rows(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<LengthControlRow> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const double baseline = 1000.0 + std::round(200.0 * rng.normal());
    const double candidate = 1300.0 + std::round(400.0 * rng.normal());
    const double difficulty = rng.normal();
    const double odds = difficulty + 1.5 * std::tanh((candidate - baseline) / 450.0);
    rows.push_back(
        {1.0 / (1.0 + std::exp(-odds - 0.3 * rng.normal())), baseline, candidate, difficulty});
  }
  return rows;
}

double mean_preference(const std::vector<LengthControlRow>& rows) {
  double sum = 0.0;
  for (const LengthControlRow& row : rows) sum += *row.preference;
  return sum / static_cast<double>(rows.size());
}

TEST(LengthControl, TakesTheJudgesLoveOfLengthOut) {
  const auto rows = drawn_rows(400, 1);
  ASSERT_GT(mean_preference(rows), 0.6);

  const auto fit = fit_length_control(rows, {});

  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->win_rate, 0.5, 0.03);
  EXPECT_NEAR(fit->weights.length, -1.5, 0.2);
}

TEST(LengthControl, PredictsRowsItDoesNotLearnFrom) {
  auto rows = drawn_rows(400, 2);
  const auto whole = fit_length_control(rows, {});
  // Easy questions, whose verdicts are lost: a mean over the others would be lower.
  for (LengthControlRow& row : rows) {
    if (row.difficulty > 1.0) row.preference.reset();
  }

  EXPECT_NEAR(fit_length_control(rows, {})->win_rate, whole->win_rate, 0.015);
}

TEST(LengthControl, NeedsFiveRulings) {
  auto rows = drawn_rows(5, 3);
  EXPECT_TRUE(fit_length_control(rows, {}));

  rows[0].preference.reset();

  EXPECT_EQ(fit_length_control(rows, {}), std::nullopt);
  EXPECT_EQ(length_control_interval(rows, {}, {}, Rng(1)), std::nullopt);
  EXPECT_EQ(fit_length_control({}, {}), std::nullopt);
}

TEST(LengthControl, TakesEqualLengthsAsTheyCome) {
  auto rows = drawn_rows(100, 4);
  for (LengthControlRow& row : rows) row.candidate_length = row.baseline_length;

  const auto fit = fit_length_control(rows, {});

  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->weights.length, 0.0);
  EXPECT_NEAR(fit->win_rate, mean_preference(rows), 0.01);
}

TEST(LengthControlInterval, HoldsTheWinRateAndIsTheSameForTheSameSeed) {
  const auto rows = drawn_rows(100, 5);
  const BootstrapPlan plan{.resamples = 100};

  const auto interval = length_control_interval(rows, {}, plan, Rng(1));

  ASSERT_TRUE(interval);
  EXPECT_LT(interval->low, fit_length_control(rows, {})->win_rate);
  EXPECT_GT(interval->high, fit_length_control(rows, {})->win_rate);
  EXPECT_EQ(interval, length_control_interval(rows, {}, plan, Rng(1)));
}

TEST(LengthControlInterval, ClaimsNoCertaintyForACandidateThatAlwaysWins) {
  auto rows = drawn_rows(100, 6);
  for (LengthControlRow& row : rows) row.preference = 1.0;

  EXPECT_GT(fit_length_control(rows, {})->win_rate, 0.95);
  EXPECT_EQ(length_control_interval(rows, {}, {}, Rng(1)), std::nullopt);
}

TEST(PredictedWinRate, IsFairToBothSides) {
  const LengthControlWeights strong{.difficulty = 0.7, .candidate = 1.0};
  const LengthControlWeights weak{.difficulty = 0.2, .candidate = -1.0};
  const std::vector<double> difficulties = {-1.0, 0.3, 2.0};

  EXPECT_EQ(predicted_win_rate(weak, weak, difficulties), 0.5);
  EXPECT_GT(predicted_win_rate(strong, weak, difficulties), 0.8);
  EXPECT_NEAR(predicted_win_rate(strong, weak, difficulties),
              1.0 - predicted_win_rate(weak, strong, difficulties), 1e-15);
}

TEST(IsFarFromRaw, AsksForBothTenPointsAndAQuarter) {
  EXPECT_FALSE(is_far_from_raw(0.5, 0.38));
  EXPECT_TRUE(is_far_from_raw(0.5, 0.37));
  EXPECT_TRUE(is_far_from_raw(0.5, 0.63));
  EXPECT_FALSE(is_far_from_raw(0.2, 0.11));
  EXPECT_FALSE(is_far_from_raw(0.9, 0.99));
}

}  // namespace
}  // namespace evenhand
