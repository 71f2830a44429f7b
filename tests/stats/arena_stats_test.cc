#include <gtest/gtest.h>

#include <cmath>

#include "stats/battle_matrices.h"
#include "stats/bradley_terry.h"
#include "stats/davidson.h"
#include "stats/elo.h"
#include "stats/rating_spread.h"
#include "stats/style_control.h"
#include "stats/vote_anomaly.h"

namespace evenhand {
namespace {

TEST(OnlineElo, MovesBothByWhatWasNotExpected) {
  const std::vector<TimedBattle> battles = {{0, 1, 1.0}, {2, 0, 1.0}};
  const std::vector<double> ratings = online_elo(battles, 3);
  EXPECT_DOUBLE_EQ(ratings[1], 998.0);
  const double expected = 1.0 / (1.0 + std::pow(10.0, 2.0 / 400.0));
  EXPECT_NEAR(ratings[2], 1000.0 + 4.0 * (1.0 - expected), 1e-12);
  EXPECT_NEAR(ratings[0] + ratings[1] + ratings[2], 3000.0, 1e-9);
}

TEST(AnomalousJudges, AreThoseWhoVoteAgainstEverybodyElse) {
  std::vector<JudgedBattle> battles;
  for (std::uint32_t judge = 0; judge < 10; ++judge) {
    for (int vote = 0; vote < 10; ++vote) battles.push_back({judge, 0, 1, vote == 0 ? 0.0 : 1.0});
  }
  for (int vote = 0; vote < 4; ++vote) battles.push_back({20, 0, 1, 0.0});  // too few votes
  for (int vote = 0; vote < 5; ++vote) battles.push_back({21, 0, 1, 0.0});
  for (int vote = 0; vote < 50; ++vote) battles.push_back({22, 5, 6, 0.5});  // nothing to go by
  EXPECT_EQ(anomalous_judges(battles), std::vector<std::uint32_t>{21});
}

TEST(Davidson, FindsStrengthsAndTiesOfTwoInClosedForm) {
  // Wins and losses decide the strengths; ties their weight: t / sqrt(w l).
  const std::vector<CountedBattle> battles = {{0, 1, 1.0, 40}, {1, 0, 1.0, 10}, {0, 1, 0.5, 30}};
  const auto fit = fit_davidson(battles, 2);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->strengths[0] - fit->strengths[1], std::log(4.0), 1e-9);
  EXPECT_NEAR(fit->tie, 30.0 / std::sqrt(400.0), 1e-9);
}

TEST(Davidson, HasNoFitWithoutTiesOrWithoutDecisions) {
  const std::vector<CountedBattle> no_ties = {{0, 1, 1.0, 4}, {0, 1, 0.0, 4}};
  const std::vector<CountedBattle> only_ties = {{0, 1, 0.5, 4}};
  const std::vector<CountedBattle> unbeaten = {{0, 1, 1.0, 4}};
  for (const auto* battles : {&no_ties, &only_ties, &unbeaten}) {
    EXPECT_FALSE(fit_davidson(*battles, 2));
  }
}

TEST(PlacesOf, ComparesDifferencesAndNotIntervals) {
  // The first two move together: their intervals overlap, their order never changes.
  RatingDraws draws;
  for (int i = 0; i < 200; ++i) {
    const double common = 10.0 * std::sin(i);
    draws.push_back({common + 1.0, common, -50.0 + std::cos(i)});
  }
  const std::vector<Places> places = places_of(draws);
  EXPECT_EQ(places[0].low, 1U);
  EXPECT_EQ(places[0].high, 1U);
  EXPECT_EQ(places[1].low, 2U);
  EXPECT_EQ(places[2].low, 3U);
  const std::vector<Interval> intervals = intervals_of(draws);
  EXPECT_GT(intervals[1].high, intervals[0].low);
}

TEST(IntervalsOf, InterpolateBetweenNeighbours) {
  RatingDraws draws;
  for (const double value : {3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0, 3.5}) draws.push_back({value});
  const Interval ends = intervals_of(draws).front();
  EXPECT_NEAR(ends.low, 1.0875, 1e-12);
  EXPECT_NEAR(ends.high, 8.3, 1e-12);
}

TEST(UnsettledNeighbours, SayHowManyBattlesWouldDecide) {
  RatingDraws draws;
  for (int i = 0; i < 400; ++i) {
    const double off = (i % 2 == 0 ? 1.0 : -1.0) * 0.2;
    draws.push_back({0.1 + off, 0.0, -5.0});
  }
  const std::vector<double> strengths = {0.1, 0.0, -5.0};
  const std::vector<Unsettled> open = unsettled_neighbours(strengths, draws);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].ahead, 0U);
  EXPECT_EQ(open[0].behind, 1U);
  // Wanted information 19.6^2, known 1 / 0.04, a battle between near-equals brings a quarter.
  ASSERT_TRUE(open[0].battles_needed);
  EXPECT_NEAR(*open[0].battles_needed, (19.6 * 19.6 - 25.0) * 4.0, 15.0);
}

TEST(BattleMatrices, FillInWhatNeverHappenedWithNothing) {
  const std::vector<CountedBattle> battles = {
      {0, 1, 1.0}, {0, 2, 0.0}, {1, 2, 1.0}, {1, 2, 0.0}, {0, 1, 0.5}};
  const BattleMatrices matrices = battle_matrices(battles, 4);
  EXPECT_EQ(matrices.win_fraction[0][1], 1.0);
  EXPECT_EQ(matrices.win_fraction[2][0], 1.0);
  EXPECT_EQ(matrices.win_fraction[1][2], 0.5);
  EXPECT_EQ(matrices.win_fraction[0][0], std::nullopt);
  EXPECT_EQ(matrices.win_fraction[3][0], std::nullopt);
  EXPECT_EQ(matrices.counts[0][1], 1.0) << "ties are left out";
  EXPECT_EQ(average_win_rates(matrices, 4),
            (std::vector<std::optional<double>>{0.5, 0.25, 0.75, std::nullopt}));
}

StyledBattle styled(std::uint32_t a, std::uint32_t b, double share, double longer) {
  StyledBattle battle{.a = a, .b = b, .share_a = share};
  battle.form_a = {100.0 + longer, 1, 1, 1};
  battle.form_b = {100.0, 1, 1, 1};
  return battle;
}

TEST(StyleControl, TakesOutWhatLengthExplains) {
  // Whoever is longer wins most of the time; the models are equal otherwise.
  std::vector<StyledBattle> battles;
  Rng rng(3);
  for (int i = 0; i < 4000; ++i) {
    // The first model is longer mostly; sides are drawn, as in the Arena.
    const bool longer = rng.uniform() < 0.7;
    const bool wins = rng.uniform() < (longer ? 0.75 : 0.25);
    if (rng.uniform() < 0.5) {
      battles.push_back(styled(0, 1, wins ? 1.0 : 0.0, longer ? 80.0 : -80.0));
    } else {
      battles.push_back(styled(1, 0, wins ? 0.0 : 1.0, longer ? -80.0 : 80.0));
    }
  }
  const auto controlled = fit_style_control(battles, 2, {true, false, false, false});
  const auto raw = fit_style_control(battles, 2, {false, false, false, false});
  ASSERT_TRUE(controlled && raw);
  EXPECT_GT(raw->strengths[0] - raw->strengths[1], 0.3);
  EXPECT_NEAR(controlled->strengths[0] - controlled->strengths[1], 0.0, 0.12);
  ASSERT_TRUE(controlled->coefficients[0]);
  EXPECT_GT(*controlled->coefficients[0], 0.5);
}

TEST(StyleControl, LeavesOutWhatNeverVaries) {
  const std::vector<StyledBattle> battles = {styled(0, 1, 1.0, 10), styled(0, 1, 0.0, -20),
                                             styled(0, 1, 1.0, 5)};
  const auto fit = fit_style_control(battles, 2, kAllForm);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->coefficients[0]);
  for (std::size_t k = 1; k < kFormFeatures; ++k) EXPECT_FALSE(fit->coefficients[k]) << k;
}

TEST(StyleControl, WeighsBattlesLikeRepeatedOnes) {
  const std::vector<StyledBattle> battles = {styled(0, 1, 1.0, 10), styled(1, 0, 0.0, -20),
                                             styled(0, 1, 0.0, 30)};
  const auto fit = fit_style_control(battles, 2, {true, false, false, false});
  ASSERT_TRUE(fit);
  const std::vector<double> once = {1.0, 1.0, 1.0};
  const std::vector<double> values = refit_style_control(battles, *fit, 0.5, once);
  EXPECT_NEAR(values[0], fit->strengths[0], 1e-10);
  EXPECT_NEAR(values[2], *fit->coefficients[0], 1e-10);
}

}  // namespace
}  // namespace evenhand
