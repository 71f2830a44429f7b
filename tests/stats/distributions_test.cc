#include "stats/distributions.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(NormalQuantile, MeetsThePrintedTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(normal_quantile(0.8), 0.8416212335729143, 1e-12);
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-12);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-9);
}

TEST(StudentTQuantile, MeetsThePrintedTables) {
  struct Row {
    double freedom;
    double quantile;
  };
  for (const auto& [freedom, quantile] :
       {Row{1, 12.7062}, Row{4, 2.7764}, Row{19, 2.0930}, Row{49, 2.0096}, Row{1e6, 1.95997}}) {
    EXPECT_NEAR(student_t_quantile(0.975, freedom), quantile, 1e-4) << freedom;
    EXPECT_NEAR(student_t_quantile(0.025, freedom), -quantile, 1e-4) << freedom;
  }
}

TEST(BetaQuantile, UndoesTheDistribution) {
  for (const double a : {0.5, 3.0, 400.5}) {
    for (const double b : {0.5, 7.0, 90.0}) {
      for (const double p : {0.001, 0.025, 0.5, 0.975}) {
        EXPECT_NEAR(beta_cdf(beta_quantile(p, a, b), a, b), p, 1e-9) << a << " " << b << " " << p;
      }
    }
  }
}

TEST(BetaCdf, IsTheArcsineLawForHalves) {
  EXPECT_NEAR(beta_cdf(0.25, 0.5, 0.5), 1.0 / 3.0, 1e-13);
  EXPECT_EQ(beta_cdf(0.0, 0.5, 0.5), 0.0);
  EXPECT_EQ(beta_cdf(1.0, 0.5, 0.5), 1.0);
}

}  // namespace
}  // namespace evenhand
