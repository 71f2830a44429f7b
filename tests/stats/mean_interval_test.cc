#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "stats/bootstrap.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

constexpr Bounds kShare = {.low = 0.0, .high = 1.0};

double width(const Interval& interval) { return interval.high - interval.low; }

std::vector<double> wins(std::size_t won, std::size_t questions) {
  std::vector<double> values(questions, 0.0);
  std::fill_n(values.begin(), won, 1.0);
  return values;
}

/// Scores around one half that have no lumps.
std::vector<double> smooth_scores(std::size_t questions) {
  std::vector<double> values(questions);
  Rng rng(11);
  for (double& value : values) value = (rng.uniform() + rng.uniform() + rng.uniform()) / 3.0;
  return values;
}

TEST(MeanInterval, MeetsJeffreysForEveryNumberOfWins) {
  for (const std::size_t questions : {10U, 100U}) {
    for (std::size_t won = 1; won < questions; won += questions / 10) {
      const double a = static_cast<double>(won) + 0.5;
      const double b = static_cast<double>(questions - won) + 0.5;

      const auto interval =
          mean_interval(wins(won, questions), {.resamples = 20000}, kShare, Rng(won));

      ASSERT_TRUE(interval);
      EXPECT_NEAR(interval->low, beta_quantile(0.025, a, b), 0.012) << won << " of " << questions;
      EXPECT_NEAR(interval->high, beta_quantile(0.975, a, b), 0.012) << won << " of " << questions;
    }
  }
}

TEST(MeanInterval, IsTheNormalIntervalForManyQuestions) {
  const std::vector<double> values = smooth_scores(400);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 400.0;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = 1.96 * std::sqrt(squares / 399.0 / 400.0);

  const auto interval = mean_interval(values, {.resamples = 20000}, kShare, Rng(1));

  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, mean - half, 0.05 * half);
  EXPECT_NEAR(interval->high, mean + half, 0.05 * half);
}

TEST(MeanInterval, HalvesItsWidthWithFourTimesTheQuestions) {
  const BootstrapPlan plan = {.resamples = 10000};
  const auto hundred = mean_interval(wins(60, 100), plan, kShare, Rng(1));
  const auto four = mean_interval(wins(240, 400), plan, kShare, Rng(1));
  const auto sixteen = mean_interval(wins(960, 1600), plan, kShare, Rng(1));

  ASSERT_TRUE(hundred && four && sixteen);
  EXPECT_NEAR(width(*hundred) / width(*four), 2.0, 0.1);
  EXPECT_NEAR(width(*four) / width(*sixteen), 2.0, 0.1);
}

TEST(MeanInterval, WidensWithItsCoverage) {
  const std::vector<double> values = smooth_scores(30);
  const auto usual = mean_interval(values, {}, kShare, Rng(1));
  const auto wide = mean_interval(values, {.coverage = 0.99}, kShare, Rng(1));

  ASSERT_TRUE(usual && wide);
  EXPECT_LT(wide->low, usual->low);
  EXPECT_GT(wide->high, usual->high);
}

TEST(MeanInterval, MovesWithTheScale) {
  const std::vector<double> values = smooth_scores(30);
  std::vector<double> points = values;
  for (double& value : points) value = 1.0 + 9.0 * value;

  const auto shares = mean_interval(values, {}, kShare, Rng(1));
  const auto grades = mean_interval(points, {}, {.low = 1.0, .high = 10.0}, Rng(1));

  ASSERT_TRUE(shares && grades);
  EXPECT_NEAR(grades->low, 1.0 + 9.0 * shares->low, 1e-9);
  EXPECT_NEAR(grades->high, 1.0 + 9.0 * shares->high, 1e-9);
}

TEST(MeanInterval, IsMirroredForTheOtherSide) {
  std::vector<double> values = smooth_scores(50);
  for (double& value : values) value = value * value;
  std::vector<double> others = values;
  for (double& value : others) value = 1.0 - value;

  const auto ours = mean_interval(values, {.resamples = 20000}, kShare, Rng(1));
  const auto theirs = mean_interval(others, {.resamples = 20000}, kShare, Rng(2));

  ASSERT_TRUE(ours && theirs);
  EXPECT_NEAR(ours->low, 1.0 - theirs->high, 0.003);
  EXPECT_NEAR(ours->high, 1.0 - theirs->low, 0.003);
}

}  // namespace
}  // namespace evenhand
