#include "stats/rater_agreement.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

/// The table [[20, 5], [10, 15]] of won and lost: its kappa is 0.4.
std::vector<MarkPair> known_table() {
  std::vector<MarkPair> pairs;
  const auto add = [&](int count, double first, double second) {
    for (int i = 0; i < count; ++i) pairs.push_back({pairs.size(), first, second});
  };
  add(20, 1.0, 1.0);
  add(5, 1.0, 0.0);
  add(10, 0.0, 1.0);
  add(15, 0.0, 0.0);
  return pairs;
}

TEST(RaterAgreement, CountsAKnownTable) {
  const auto agreement = rater_agreement(known_table(), MarkSort::preference, {}, Rng(1));
  EXPECT_EQ(agreement.compared, 50U);
  EXPECT_EQ(agreement.questions, 50U);
  EXPECT_DOUBLE_EQ(*agreement.share.value, 0.7);
  EXPECT_NEAR(*agreement.kappa.value, 0.4, 1e-12);
  ASSERT_TRUE(agreement.kappa.interval);
  EXPECT_LT(agreement.kappa.interval->low, 0.4);
  EXPECT_GT(agreement.kappa.interval->high, 0.4);
}

TEST(RaterAgreement, LeavesTiesOutOfTheDecided) {
  const std::vector<MarkPair> pairs = {
      {0, 0.5, 0.5}, {0, 1.0, 0.5}, {1, 0.75, 1.0}, {1, 0.25, 1.0}};
  const auto agreement = rater_agreement(pairs, MarkSort::preference, {.resamples = 0}, Rng(1));
  EXPECT_EQ(agreement.decided, 2U);
  EXPECT_DOUBLE_EQ(*agreement.share.value, 0.5) << "0.75 and 1 are both won";
  EXPECT_DOUBLE_EQ(*agreement.decided_share.value, 0.5);
  EXPECT_FALSE(agreement.share.interval);
}

TEST(RaterAgreement, SaysNothingOfNothing) {
  const auto agreement = rater_agreement({}, MarkSort::grade, {}, Rng(1));
  EXPECT_EQ(agreement.compared, 0U);
  EXPECT_FALSE(agreement.share.value);
  EXPECT_FALSE(agreement.kappa.value);
  EXPECT_FALSE(agreement.mean_difference.value);
}

TEST(RaterAgreement, CorrelatesGrades) {
  const std::vector<MarkPair> pairs = {{0, 1.0, 3.0}, {1, 2.0, 4.0}, {2, 4.0, 6.0}};
  const auto agreement = rater_agreement(pairs, MarkSort::grade, {}, Rng(1));
  EXPECT_NEAR(*agreement.pearson.value, 1.0, 1e-12);
  EXPECT_DOUBLE_EQ(*agreement.mean_difference.value, -2.0);
  EXPECT_DOUBLE_EQ(*agreement.share.value, 0.0);
}

TEST(RaterAgreement, IsWiderWhereThingsHangTogether) {
  std::vector<MarkPair> together = known_table();
  for (MarkPair& pair : together) pair.question /= 5;
  const auto apart = rater_agreement(known_table(), MarkSort::preference, {}, Rng(1));
  const auto clustered = rater_agreement(together, MarkSort::preference, {}, Rng(1));
  EXPECT_EQ(clustered.questions, 10U);
  EXPECT_GT(clustered.share.interval->high - clustered.share.interval->low,
            apart.share.interval->high - apart.share.interval->low);
}

TEST(RatersAlpha, IsKrippendorffs) {
  std::vector<MarkedThing> things;
  std::vector<std::vector<double>> units;
  for (std::size_t i = 0; i < 12; ++i) {
    units.push_back({i % 2 == 0 ? 1.0 : 0.0, i % 3 == 0 ? 0.0 : 1.0, 0.5 * double(i % 3)});
    things.push_back({i, units.back()});
  }
  const auto nominal = raters_alpha(things, MarkSort::preference, {}, Rng(1));
  EXPECT_EQ(nominal.value, krippendorff_alpha(units, MeasurementLevel::nominal));
  ASSERT_TRUE(nominal.interval);
  const auto interval = raters_alpha(things, MarkSort::grade, {.resamples = 0}, Rng(1));
  EXPECT_NEAR(*interval.value, *krippendorff_alpha(units, MeasurementLevel::interval), 1e-9);
}

TEST(BoardAgreement, NeedsThreeCandidates) {
  const QuestionScores low = {0.0, 0.1, std::nullopt};
  const QuestionScores middle = {0.5, 0.4, 0.5};
  const QuestionScores high = {1.0, 0.9, 1.0};
  const std::vector<QuestionScores> order = {low, middle, high};
  const std::vector<QuestionScores> reversed = {high, middle, low};
  const auto agreement = board_agreement(order, reversed, {}, Rng(1));
  EXPECT_EQ(agreement.candidates, 3U);
  EXPECT_DOUBLE_EQ(*agreement.spearman.value, -1.0);
  EXPECT_DOUBLE_EQ(*agreement.kendall.value, -1.0);
  EXPECT_FALSE(agreement.kendall.interval) << "no resample differs";
  const auto two =
      board_agreement(std::span(order).first(2), std::span(order).first(2), {}, Rng(1));
  EXPECT_FALSE(two.spearman.value);
}

}  // namespace
}  // namespace evenhand
