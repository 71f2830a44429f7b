#include "stats/paired.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/proportion.h"

namespace evenhand {
namespace {

using Values = std::vector<double>;

TEST(SignFlipTest, CountsTheWaysTheSignsCouldHaveFallen) {
  const struct {
    Values differences;
    double p;
  } cases[] = {
      {{}, 1.0},
      {{0.0, 0.0}, 1.0},
      {{0.5, 0.5, 0.5}, 2.0 / 8.0},
      {{1.0, 1.0, -1.0}, 1.0},
      {{1.0, 0.5, 0.5, 0.5}, 2.0 / 16.0},
      {{1.0, 0.5, 0.5, -0.5}, 8.0 / 16.0},        // |sum| of at least 1.5
      {{0.25, 0.75, 0.0, 0.0}, 2.0 / 4.0},        // zeros say nothing
      {{1.0 / 3.0, 2.0 / 3.0, 1.0 / 6.0}, 0.25},  // three repeats
  };
  for (const auto& c : cases) {
    const PairedTest test = sign_flip_test(c.differences, Rng(1));
    EXPECT_NEAR(test.p, c.p, 1e-12) << c.differences.size() << " " << c.p;
    EXPECT_EQ(test.method, TestMethod::exact);
  }
}

TEST(SignFlipTest, IsMcNemarsForWinsAndLosses) {
  for (const auto& [better, worse] : {std::pair{1, 9}, {3, 10}, {0, 5}, {12, 20}, {300, 340}}) {
    Values differences(static_cast<std::size_t>(better), 1.0);
    differences.insert(differences.end(), static_cast<std::size_t>(worse), -1.0);
    EXPECT_NEAR(sign_flip_test(differences, Rng(1)).p,
                mcnemar_exact(static_cast<std::size_t>(better), static_cast<std::size_t>(worse)),
                1e-9);
  }
}

TEST(SignFlipTest, SamplesWhatLiesOnNoGridAndComesClose) {
  Values exact;
  Values odd;
  Rng rng(5);
  for (int i = 0; i < 60; ++i) {
    exact.push_back((rng.uniform() < 0.65 ? 1.0 : -1.0) * 0.25);
    odd.push_back(exact.back() * (1.0 + 1e-6 * std::sqrt(2.0 + i)));
  }
  const PairedTest sampled = sign_flip_test(odd, Rng(3));
  EXPECT_EQ(sampled.method, TestMethod::sampled);
  EXPECT_NEAR(sampled.p, sign_flip_test(exact, Rng(3)).p, 0.01);
  EXPECT_EQ(sampled.p, sign_flip_test(odd, Rng(3)).p) << "the same for the same stream";
}

TEST(SignFlipTest, IsExactForAsManyQuestionsAsMmluHas) {
  Values differences(14'042, 0.0);
  for (std::size_t i = 0; i < 3'000; ++i) differences[i] = i % 2 == 0 ? 1.0 : -1.0;
  for (std::size_t i = 0; i < 120; ++i) differences[2 * i + 1] = 1.0;
  const PairedTest test = sign_flip_test(differences, Rng(1));
  EXPECT_EQ(test.method, TestMethod::exact);
  EXPECT_NEAR(test.p, mcnemar_exact(1'620, 1'380), 1e-6);
}

TEST(PairedDifference, CountsAndAverages) {
  const PairedDifference paired = paired_difference(Values{1.0, 0.5, 0.0, -0.5}, 1.0, {}, Rng(1));
  EXPECT_EQ(paired.questions, 4U);
  EXPECT_EQ(paired.mean, 0.25);
  EXPECT_EQ(paired.better, 2U);
  EXPECT_EQ(paired.equal, 1U);
  EXPECT_EQ(paired.worse, 1U);
  EXPECT_NEAR(paired.standard_deviation, std::sqrt(1.25 / 3.0), 1e-12);
  EXPECT_NEAR(paired.sign_p, 1.0, 1e-12);
  ASSERT_TRUE(paired.interval);
  EXPECT_LT(paired.interval->low, 0.25);
  EXPECT_GT(paired.interval->high, 0.25);
}

TEST(PairedDifference, DoesNotProveEqualityFromFewEqualScores) {
  const PairedDifference paired = paired_difference(Values(20, 0.0), 1.0, {}, Rng(1));
  EXPECT_EQ(paired.mean, 0.0);
  EXPECT_LT(paired.interval->low, -0.02);
  EXPECT_GT(paired.interval->high, 0.02);
  EXPECT_EQ(paired.test.p, 1.0);
}

TEST(PairedDifference, OfNothingIsNothing) {
  const PairedDifference paired = paired_difference(Values{}, 1.0, {}, Rng(1));
  EXPECT_EQ(paired.questions, 0U);
  EXPECT_EQ(paired.interval, std::nullopt);
  EXPECT_EQ(paired.test.p, 1.0);
}

TEST(HolmAdjusted, IsWhatRsPAdjustGives) {
  const std::vector<double> adjusted = holm_adjusted(Values{0.01, 0.02, 0.03, 0.04});
  const Values expected = {0.04, 0.06, 0.06, 0.06};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12);
  EXPECT_EQ(holm_adjusted(Values{0.9, 0.8}), (Values{1.0, 1.0}));
  EXPECT_TRUE(holm_adjusted(Values{}).empty());
}

}  // namespace
}  // namespace evenhand
