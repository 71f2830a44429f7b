#include "stats/multiple_choice.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenhand {
namespace {

TEST(StandardErrorOfMean, IsTheSamplesDeviationOverTheRootOfItsSize) {
  // lm-evaluation-harness's own cases.
  EXPECT_NEAR(*standard_error_of_mean(std::vector{1.0, 0.0}), 0.5, 1e-12);
  EXPECT_NEAR(*standard_error_of_mean(std::vector{1.0, 1.0, 1.0, 0.0}), 0.25, 1e-12);
  EXPECT_NEAR(*standard_error_of_mean(std::vector{0.5, 1.0, 0.0, 0.25}), 0.21347814095749162,
              1e-12);
  EXPECT_EQ(standard_error_of_mean(std::vector{1.0}), std::nullopt);
}

TEST(PooledStandardError, IsTheHarnesss) {
  EXPECT_NEAR(*pooled_standard_error(std::vector<PartError>{{0.1, 10}, {0.2, 20}}),
              0.13844373104863458, 1e-12);
  EXPECT_NEAR(*pooled_standard_error(std::vector<PartError>{{0.0, 5}, {0.1, 50}}),
              0.09167771127392627, 1e-12);
  EXPECT_EQ(pooled_standard_error(std::vector<PartError>{{0.0, 1}}), std::nullopt);
}

struct TruthfulCase {
  std::vector<double> true_logprobs;
  std::vector<double> false_logprobs;
  double mc1, mc2, mc3;
};

TEST(TruthfulMarks, FollowTheirDefinitionsAndDoNotUnderflow) {
  const TruthfulCase cases[] = {
      {{-5.0}, {-6.0, -7.0}, 1.0, 0.6652409557748218, 1.0},
      {{-5.0, -3.0}, {-4.0, -9.0}, 0.0, 0.7540281610383469, 0.5},
      {{-4.0}, {-4.0, -5.0}, 0.0, 0.4223187982515182, 0.0},
      {{-10.0, -12.0, -8.5}, {-9.0, -11.0}, 0.0, 0.6453986616806259, 1.0 / 3.0},
      {{-200.0, -210.0}, {-201.0}, 1.0, 0.7310675045017148, 0.5},
      {{-800.0, -801.0}, {-800.0}, 0.0, 0.5776812017484818, 0.0},
  };
  for (const TruthfulCase& c : cases) {
    const TruthfulMarks marks = truthful_marks(c.true_logprobs, c.false_logprobs);
    EXPECT_EQ(marks.mc1, c.mc1);
    EXPECT_NEAR(marks.mc2, c.mc2, 1e-9);
    EXPECT_NEAR(marks.mc3, c.mc3, 1e-12);
  }
}

}  // namespace
}  // namespace evenhand
