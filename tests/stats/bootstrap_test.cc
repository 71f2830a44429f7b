#include "stats/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace evenhand {
namespace {

constexpr Bounds kShare = {.low = 0.0, .high = 1.0};

std::vector<double> wins(std::size_t won, std::size_t questions) {
  std::vector<double> values(questions, 0.0);
  std::fill_n(values.begin(), won, 1.0);
  return values;
}

double log_choose(std::size_t n, std::size_t k) {
  double sum = 0.0;
  for (std::size_t i = 1; i <= k; ++i) {
    sum += std::log(static_cast<double>(n - k + i)) - std::log(static_cast<double>(i));
  }
  return sum;
}

/// How often the interval holds the truth, summed over all outcomes of n questions each won with
/// probability p: exact, but for the resampling in each interval.
double coverage_of(std::size_t n, double p) {
  double covered = 0.0;
  for (std::size_t won = 0; won <= n; ++won) {
    const auto k = static_cast<double>(won);
    const double chance = std::exp(log_choose(n, won) + k * std::log(p) +
                                   (static_cast<double>(n) - k) * std::log(1.0 - p));
    if (chance < 1e-5) continue;
    const auto interval = mean_interval(wins(won, n), {.resamples = 1000}, kShare, Rng(won + 1));
    if (interval->low <= p && p <= interval->high) covered += chance;
  }
  return covered;
}

TEST(MeanInterval, HoldsTheTruthAsOftenAsItSays) {
  for (const std::size_t n : {20U, 50U, 200U}) {
    for (const double p : {0.5, 0.9}) {
      const double coverage = coverage_of(n, p);
      RecordProperty("n" + std::to_string(n) + "_p" + std::to_string(p), std::to_string(coverage));
      EXPECT_GE(coverage, 0.93) << n << " questions, win rate " << p;
      EXPECT_LE(coverage, 0.98) << n << " questions, win rate " << p;
    }
  }
}

TEST(MeanInterval, HasWidthWhereEveryQuestionIsWon) {
  const auto interval = mean_interval(wins(20, 20), {.resamples = 4000}, kShare, Rng(1));

  // Jeffreys' interval for 20 of 20 is [0.8826, 1.0000].
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 0.8826, 0.01);
  EXPECT_EQ(interval->high, 1.0);
}

TEST(MeanInterval, IsJeffreysForWinsAndLosses) {
  const auto interval = mean_interval(wins(15, 20), {.resamples = 20000}, kShare, Rng(1));

  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 0.5368, 0.01);
  EXPECT_NEAR(interval->high, 0.8973, 0.01);
}

TEST(MeanInterval, StaysOnTheScaleAndAroundTheMean) {
  Rng rng(7);
  for (int board = 0; board < 200; ++board) {
    std::vector<double> values(2 + rng.below(30));
    for (double& value : values) value = std::pow(rng.uniform(), 4.0);
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());

    const auto interval = mean_interval(values, {.resamples = 100}, kShare, Rng(rng.next()));

    ASSERT_TRUE(interval);
    EXPECT_LE(0.0, interval->low);
    EXPECT_LE(interval->low, mean);
    EXPECT_LE(mean, interval->high);
    EXPECT_LE(interval->high, 1.0);
  }
}

TEST(MeanInterval, IsTheSameForTheSameSeed) {
  const std::vector<double> values = {0.0, 0.5, 1.0, 1.0, 0.25};

  EXPECT_EQ(mean_interval(values, {}, kShare, Rng(3)), mean_interval(values, {}, kShare, Rng(3)));
  EXPECT_NE(mean_interval(values, {}, kShare, Rng(3)), mean_interval(values, {}, kShare, Rng(4)));
}

TEST(MeanInterval, NeedsTwoQuestions) {
  EXPECT_EQ(mean_interval(wins(1, 1), {}, kShare, Rng(1)), std::nullopt);
  EXPECT_EQ(mean_interval({}, {}, kShare, Rng(1)), std::nullopt);
}

std::vector<std::optional<double>> mean_of_counted(std::span<const double> values,
                                                   std::span<const std::uint32_t> counts) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * counts[i];
  return {sum / static_cast<double>(values.size())};
}

TEST(RefitIntervals, AreWiderThanPercentilesByStudentsT) {
  std::vector<double> values(20);
  Rng rng(5);
  for (double& value : values) value = rng.normal();
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 20.0;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = 2.0930 * std::sqrt(squares / 19.0 / 20.0);  // Student's t, 19 degrees

  const auto intervals = refit_intervals(
      20, {.resamples = 20000}, Rng(1),
      [&](std::span<const std::uint32_t> counts) { return mean_of_counted(values, counts); });

  ASSERT_TRUE(intervals.at(0));
  EXPECT_NEAR(intervals[0]->high - intervals[0]->low, 2.0 * half, 0.05 * half);
}

TEST(RefitIntervals, GiveNoneWhereRefitsFail) {
  int calls = 0;
  const auto refit = [&](std::span<const std::uint32_t>) {
    const bool fails = ++calls % 10 == 0;
    return std::vector<std::optional<double>>{1.0, fails ? std::nullopt : std::optional(2.0)};
  };

  const auto intervals = refit_intervals(30, {.resamples = 100}, Rng(1), refit);

  EXPECT_EQ(intervals.at(0), (Interval{1.0, 1.0}));
  EXPECT_EQ(intervals.at(1), std::nullopt);
}

TEST(RefitIntervals, AreTheSameForAnyNumberOfThreads) {
  const std::vector<double> values = {0.1, 0.9, 0.4, 0.4, 0.7, 1.0, 0.0};
  const auto refit = [&](std::span<const std::uint32_t> counts) {
    return mean_of_counted(values, counts);
  };

  const auto alone = refit_intervals(7, {.resamples = 501}, Rng(1), refit);

  for (const std::size_t threads : {2U, 3U, 8U}) {
    EXPECT_EQ(refit_intervals(7, {.resamples = 501, .threads = threads}, Rng(1), refit), alone);
  }
}

TEST(RefitIntervals, NeedTwoQuestions) {
  const auto refit = [](std::span<const std::uint32_t>) {
    return std::vector<std::optional<double>>{1.0};
  };

  EXPECT_EQ(refit_intervals(1, {}, Rng(1), refit).at(0), std::nullopt);
}

TEST(ResampledCounts, DrawAsManyAsThereAreAndDifferByNumber) {
  const auto first = resampled_counts(50, stream_of(Rng(1), 0));
  const auto second = resampled_counts(50, stream_of(Rng(1), 1));

  EXPECT_EQ(std::accumulate(first.begin(), first.end(), 0U), 50U);
  EXPECT_EQ(std::accumulate(second.begin(), second.end(), 0U), 50U);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, resampled_counts(50, stream_of(Rng(1), 0)));
}

TEST(QuantileOfSorted, InterpolatesBetweenNeighbours) {
  const std::vector<double> sorted = {1.0, 2.0, 4.0};

  EXPECT_EQ(quantile_of_sorted(sorted, 0.0), 1.0);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.25), 1.5);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.75), 3.0);
  EXPECT_EQ(quantile_of_sorted(sorted, 1.0), 4.0);
}

}  // namespace
}  // namespace evenhand
