#include "stats/correlation.h"

#include <gtest/gtest.h>

#include <cmath>

#include <cmath>
#include <vector>

namespace evenhand {
namespace {

TEST(Correlations, AreWhatHandComputingGives) {
  const std::vector<double> x = {1, 2, 3, 4};
  const std::vector<double> y = {1, 3, 2, 5};
  EXPECT_NEAR(*pearson_correlation(x, y), 5.5 / std::sqrt(5.0 * 8.75), 1e-15);
  EXPECT_NEAR(*spearman_correlation(x, y), 0.8, 1e-15);
  EXPECT_NEAR(*kendall_correlation(x, y), 4.0 / 6.0, 1e-15);
}

TEST(Correlations, ShareRanksAmongEquals) {
  const std::vector<double> x = {1, 1, 2, 3};
  const std::vector<double> y = {2, 2, 2, 1};
  // Ranks 1.5, 1.5, 3, 4 and 3, 3, 3, 1.
  EXPECT_NEAR(*spearman_correlation(x, y), -3.0 / std::sqrt(4.5 * 3.0), 1e-15);
  EXPECT_NEAR(*kendall_correlation(x, y), -3.0 / std::sqrt(5.0 * 3.0), 1e-15);
}

TEST(Correlations, DoNotExistForConstantsAndSinglePairs) {
  const std::vector<double> one = {1};
  const std::vector<double> flat = {2, 2, 2};
  const std::vector<double> steep = {1, 2, 3};
  for (const auto correlation : {pearson_correlation, spearman_correlation, kendall_correlation}) {
    EXPECT_EQ(correlation(one, one), std::nullopt);
    EXPECT_EQ(correlation(flat, steep), std::nullopt);
    EXPECT_EQ(correlation(steep, flat), std::nullopt);
    EXPECT_NEAR(*correlation(steep, steep), 1.0, 1e-15);
  }
}

TEST(CorrelationIntervals, AreWideForFewModels) {
  const auto rho = spearman_interval(0.82, 5);
  ASSERT_TRUE(rho);
  EXPECT_LT(rho->low, 0.0) << "five models prove nothing";
  EXPECT_NEAR(std::atanh(rho->high) - std::atanh(0.82),
              1.959963984540054 * std::sqrt((1.0 + 0.82 * 0.82 / 2.0) / 2.0), 1e-9);
  const auto tau = kendall_interval(0.5, 24);
  ASSERT_TRUE(tau);
  EXPECT_NEAR(std::atanh(0.5) - std::atanh(tau->low), 1.959963984540054 * std::sqrt(0.437 / 20.0),
              1e-9);
  EXPECT_EQ(spearman_interval(0.5, 4), std::nullopt);
  EXPECT_EQ(kendall_interval(1.0, 20), std::nullopt);
}

}  // namespace
}  // namespace evenhand
