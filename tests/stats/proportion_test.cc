#include "stats/proportion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenhand {
namespace {

// Expected values to four places, from scipy 1.10.1.
constexpr double kFourPlaces = 0.00005001;

struct Row {
  std::size_t successes;
  std::size_t trials;
  double low;
  double high;
};

TEST(WilsonInterval, MeetsKnownValues) {
  const Row rows[] = {{8, 10, 0.4902, 0.9433},   {0, 10, 0.0, 0.2775},
                      {10, 10, 0.7225, 1.0},     {15, 20, 0.5313, 0.8881},
                      {50, 100, 0.4038, 0.5962}, {97, 100, 0.9155, 0.9897},
                      {55, 100, 0.4524, 0.6439}};
  for (const Row& row : rows) {
    const auto interval = wilson_interval(row.successes, row.trials);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, row.low, kFourPlaces) << row.successes << " of " << row.trials;
    EXPECT_NEAR(interval->high, row.high, kFourPlaces) << row.successes << " of " << row.trials;
  }
  EXPECT_EQ(wilson_interval(0, 0), std::nullopt);
}

TEST(WilsonInterval, HoldsTheTruthWhereThePlainNormalIntervalDoesNot) {
  constexpr std::size_t kTrials = 20;
  constexpr double kShare = 0.9;
  double held = 0.0;
  double held_by_normal = 0.0;
  for (std::size_t won = 0; won <= kTrials; ++won) {
    const auto k = static_cast<double>(won);
    const double chance =
        std::exp(std::lgamma(21.0) - std::lgamma(k + 1.0) - std::lgamma(21.0 - k) +
                 k * std::log(kShare) + (20.0 - k) * std::log(1.0 - kShare));
    const auto interval = wilson_interval(won, kTrials);
    ASSERT_TRUE(interval);
    if (interval->low <= kShare && kShare <= interval->high) held += chance;
    const double share = k / 20.0;
    const double half = 1.96 * std::sqrt(share * (1.0 - share) / 20.0);
    if (std::abs(share - kShare) <= half) held_by_normal += chance;
  }
  EXPECT_NEAR(held, 0.957, 0.0005);
  EXPECT_NEAR(held_by_normal, 0.876, 0.0005);
}

TEST(ClopperPearsonInterval, MeetsKnownValues) {
  for (const Row& row : {Row{8, 10, 0.4439, 0.9748}, Row{0, 10, 0.0, 0.3085}}) {
    const auto interval = clopper_pearson_interval(row.successes, row.trials);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, row.low, kFourPlaces);
    EXPECT_NEAR(interval->high, row.high, kFourPlaces);
  }
  EXPECT_EQ(clopper_pearson_interval(10, 10)->high, 1.0);
  EXPECT_EQ(clopper_pearson_interval(0, 0), std::nullopt);
}

TEST(McnemarExact, MeetsKnownValues) {
  struct Known {
    std::size_t only_first;
    std::size_t only_second;
    double p;
  };
  for (const auto& [b, c, p] : {Known{1, 9, 0.02148}, Known{3, 10, 0.09229}, Known{0, 5, 0.0625},
                                Known{12, 20, 0.21533}, Known{4, 4, 1.0}, Known{0, 0, 1.0}}) {
    EXPECT_NEAR(mcnemar_exact(b, c), p, 0.000005001) << b << " against " << c;
    EXPECT_EQ(mcnemar_exact(b, c), mcnemar_exact(c, b));
  }
}

TEST(CorrectedShare, MeetsKnownValuesAndStaysAShare) {
  EXPECT_NEAR(*corrected_share(0.7, 0.8, 0.9), 0.7143, kFourPlaces);
  EXPECT_NEAR(*corrected_share(0.5, 0.9, 0.9), 0.5, kFourPlaces);
  EXPECT_EQ(*corrected_share(0.95, 0.7, 0.9), 1.0);
  EXPECT_EQ(*corrected_share(0.1, 0.8, 0.9), 0.0);
}

TEST(CorrectedShare, RefusesAJudgeWithoutInformation) {
  EXPECT_EQ(corrected_share(0.7, 0.5, 0.5), std::nullopt);
  EXPECT_EQ(corrected_share(0.7, 0.2, 0.5), std::nullopt);
}

}  // namespace
}  // namespace evenhand
