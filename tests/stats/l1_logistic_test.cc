#include "stats/l1_logistic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"

namespace evenhand {
namespace {

/// Rows from a known curve, with outcomes between 0 and 1.
LogisticRows drawn_rows(std::size_t n, double candidate, std::uint64_t seed) {
  Rng rng(seed);
  LogisticRows rows(candidate);
  for (std::size_t i = 0; i < n; ++i) {
    const double length = std::tanh(rng.normal());
    const double difficulty = 1.5 * rng.normal();
    const double odds = -length + 0.8 * difficulty + 0.5 * candidate + 0.5 * rng.normal();
    rows.add({.length = length,
              .difficulty = difficulty,
              .outcome = 1.0 / (1.0 + std::exp(-odds)),
              .weight = 0.5 + rng.uniform()});
  }
  return rows;
}

double objective(const LogisticRows& own, const LogisticRows& gamed, double c, const Weights3& w) {
  const auto loss = own.plus(gamed.plus(LogisticRows::Loss{}, w), w);
  return c * loss.sum + std::abs(w[0]) + std::abs(w[1]) + std::abs(w[2]);
}

TEST(FitL1Logistic, FindsTheMinimumForEveryPenalty) {
  const LogisticRows own = drawn_rows(60, 1.0, 1);
  const LogisticRows gamed = drawn_rows(90, 0.0, 2);
  const LogisticRows* blocks[] = {&own, &gamed};
  for (const double c : {1e-4, 0.02, 0.05, 0.3, 1.0, 50.0, 1e4}) {
    const Weights3 best = fit_l1_logistic(blocks, c, {}, 1e-13);
    const double least = objective(own, gamed, c, best);
    for (std::size_t j = 0; j < 3; ++j) {
      for (const double step : {-1e-3, -1e-5, 1e-5, 1e-3}) {
        Weights3 beside = best;
        beside.at(j) += step;
        EXPECT_GT(objective(own, gamed, c, beside), least - 1e-12 * least)
            << "C " << c << ", weight " << j << " moved by " << step;
      }
    }
  }
}

TEST(FitL1Logistic, SetsWeightsToZeroUnderAStrongPenalty) {
  const LogisticRows own = drawn_rows(60, 1.0, 1);
  const LogisticRows* blocks[] = {&own};

  EXPECT_EQ(fit_l1_logistic(blocks, 1e-4, {}, 1e-13), (Weights3{0.0, 0.0, 0.0}));
}

TEST(FitL1Logistic, IsTheSameFromAnyStart) {
  const LogisticRows own = drawn_rows(60, 1.0, 1);
  const LogisticRows* blocks[] = {&own};

  const Weights3 from_zero = fit_l1_logistic(blocks, 1.0, {}, 1e-13);
  const Weights3 from_afar = fit_l1_logistic(blocks, 1.0, {30.0, -20.0, 9.0}, 1e-13);

  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(from_zero.at(j), from_afar.at(j), 1e-11);
}

TEST(FitL1Logistic, IsFiniteWhereTheCandidateAlwaysWins) {
  LogisticRows own(1.0);
  for (int i = 0; i < 100; ++i) own.add({.length = 0.0, .difficulty = 0.0, .outcome = 1.0});
  const LogisticRows* blocks[] = {&own};

  const Weights3 weights = fit_l1_logistic(blocks, 1e4, {}, 1e-13);

  // At the minimum the loss's slope, C n (1 - p), is the penalty's, 1.
  EXPECT_NEAR(weights[2], std::log(1e6 - 1.0), 1e-6);
  EXPECT_EQ(weights[0], 0.0);
  EXPECT_EQ(weights[1], 0.0);
}

class MergedRows : public testing::Test {
 protected:
  const LogisticRows own = drawn_rows(800, 1.0, 1);
  const LogisticRows gamed = drawn_rows(320, 0.0, 2);
  const LogisticRows* exact[2] = {&own, &gamed};
  const Weights3 fitted = fit_l1_logistic(exact, 10.0, {}, 1e-13);
  const LogisticRows merged = gamed.merged(32, fitted);
};

TEST_F(MergedRows, ChangeNothingWhereTheyWereMade) {
  const LogisticRows* close[] = {&own, &merged};
  ASSERT_LE(merged.size(), 64U);

  const Weights3 refitted = fit_l1_logistic(close, 10.0, {}, 1e-13);

  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(refitted.at(j), fitted.at(j), 1e-10);
  const auto loss = [&](const LogisticRows& rows) {
    return rows.plus(LogisticRows::Loss{}, fitted).sum;
  };
  EXPECT_NEAR(loss(merged), loss(gamed), 1e-9);
}

TEST_F(MergedRows, ChangeLittleNearby) {
  // Other rows of one's own, as a resample has them.
  const LogisticRows others = drawn_rows(800, 1.0, 3);
  const LogisticRows* others_exact[] = {&others, &gamed};
  const LogisticRows* others_close[] = {&others, &merged};

  const Weights3 expected = fit_l1_logistic(others_exact, 10.0, {}, 1e-13);
  const Weights3 got = fit_l1_logistic(others_close, 10.0, {}, 1e-13);

  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(got.at(j), expected.at(j), 0.001);
}

}  // namespace
}  // namespace evenhand
