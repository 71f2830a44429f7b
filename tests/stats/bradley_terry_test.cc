#include "stats/bradley_terry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace evenhand {
namespace {

const double kPoints = 400.0 / std::log(10.0);

CountedBattle won(std::size_t first, std::size_t second, double count) {
  return {first, second, 1.0, count};
}

TEST(BradleyTerry, MeetsKnownStrengths) {
  const CountedBattle battles[] = {won(0, 1, 7), won(1, 0, 3), won(1, 2, 6),
                                   won(2, 1, 4), won(0, 2, 8), won(2, 0, 2)};

  const auto fit = fit_bradley_terry(battles, 3);

  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->strengths[0], 0.7406, 0.00005);
  EXPECT_NEAR(fit->strengths[1], -0.1491, 0.00005);
  EXPECT_NEAR(fit->strengths[2], -0.5915, 0.00005);
  EXPECT_NEAR(elo_of(fit->strengths[0]) - 1000.0, 128.7, 0.05);
}

TEST(BradleyTerry, IsTheLogOddsOfTwoModels) {
  const CountedBattle battles[] = {won(0, 1, 3), won(1, 0, 1), {0, 1, 0.5, 2}};

  const auto half = fit_bradley_terry(battles, 2);
  const auto without = fit_bradley_terry(battles, 2, TiesCount::not_at_all);

  EXPECT_NEAR(kPoints * (half->strengths[0] - half->strengths[1]), 120.41199826559247, 1e-9);
  EXPECT_NEAR(without->strengths[0] - without->strengths[1], std::log(3.0), 1e-12);
}

TEST(BradleyTerry, HasTheBinomialVarianceForTwoModels) {
  const CountedBattle battles[] = {won(0, 1, 60), won(1, 0, 40)};

  const Interval interval = fit_bradley_terry(battles, 2)->difference(0, 1);

  const double half = 1.959964 * std::sqrt(1.0 / 60.0 + 1.0 / 40.0);
  EXPECT_NEAR(interval.low, std::log(1.5) - half, 1e-6);
  EXPECT_NEAR(interval.high, std::log(1.5) + half, 1e-6);
}

TEST(BradleyTerry, RatesNobodyByWhereTheSolverStops) {
  const CountedBattle unbeaten[] = {won(0, 1, 5), won(1, 2, 3), won(2, 1, 2)};
  const CountedBattle apart[] = {won(0, 1, 3), won(1, 0, 1), won(2, 3, 2), won(3, 2, 2)};

  EXPECT_FALSE(fit_bradley_terry(unbeaten, 3));
  EXPECT_EQ(comparable_groups(unbeaten, 3), (std::vector<std::size_t>{0, 1, 1}));
  EXPECT_FALSE(fit_bradley_terry(apart, 4));
  EXPECT_EQ(comparable_groups(apart, 4), (std::vector<std::size_t>{0, 0, 1, 1}));
}

TEST(BradleyTerry, CallsModelsEqualThatOnlyTie) {
  const CountedBattle battles[] = {{0, 1, 0.5, 4}, {1, 2, 0.5, 1}};

  const auto fit = fit_bradley_terry(battles, 3);

  ASSERT_TRUE(fit);
  for (const double strength : fit->strengths) EXPECT_NEAR(strength, 0.0, 1e-12);
  EXPECT_FALSE(fit_bradley_terry(battles, 3, TiesCount::not_at_all));
}

TEST(BradleyTerry, SurvivesLopsidedChains) {
  std::vector<CountedBattle> battles;
  for (std::size_t model = 0; model + 1 < 60; ++model) {
    battles.push_back(won(model, model + 1, 1000));
    battles.push_back(won(model + 1, model, 1));
  }

  const auto fit = fit_bradley_terry(battles, 60);

  ASSERT_TRUE(fit);
  for (std::size_t model = 0; model + 1 < 60; ++model) {
    EXPECT_NEAR(fit->strengths[model] - fit->strengths[model + 1], std::log(1000.0), 1e-7);
  }
}

TEST(BradleyTerryIntervals, AgreeWithTheSandwich) {
  Rng rng(1);
  std::vector<CountedBattle> battles;
  for (std::size_t first = 0; first < 5; ++first) {
    for (std::size_t second = first + 1; second < 5; ++second) {
      battles.push_back(won(first, second, 20.0 + static_cast<double>(rng.below(20))));
      battles.push_back(won(second, first, 20.0 + static_cast<double>(rng.below(20))));
      battles.push_back({first, second, 0.5, 10});
    }
  }
  const auto fit = fit_bradley_terry(battles, 5);

  const auto intervals = bradley_terry_intervals(battles, 5, {.resamples = 4000}, Rng(1));

  for (std::size_t model = 0; model < 5; ++model) {
    ASSERT_TRUE(intervals.at(model));
    EXPECT_NEAR(intervals[model]->low, fit->interval(model).low, 0.025);
    EXPECT_NEAR(intervals[model]->high, fit->interval(model).high, 0.025);
  }
}

TEST(BradleyTerryIntervals, DoNotDependOnSidesOrThreads) {
  const CountedBattle battles[] = {won(0, 1, 7), won(1, 0, 3), {0, 1, 0.5, 2}};
  const CountedBattle turned[] = {{1, 0, 0.0, 7}, {0, 1, 0.0, 3}, {1, 0, 0.5, 2}};

  const auto intervals = bradley_terry_intervals(battles, 2, {.resamples = 200}, Rng(1));

  EXPECT_EQ(intervals,
            bradley_terry_intervals(turned, 2, {.resamples = 200, .threads = 3}, Rng(1)));
}

TEST(BradleyTerryIntervals, AreNoneWhereStrengthsAreNone) {
  const CountedBattle unbeaten[] = {won(0, 1, 5)};

  EXPECT_EQ(bradley_terry_intervals(unbeaten, 2, {}, Rng(1)),
            (std::vector<std::optional<Interval>>(2)));
}

/// Ratings made with the exact optimum, in points, and the battles behind them.
class ArenaVectors : public testing::Test {
 protected:
  static std::ifstream open(const char* name) {
    return std::ifstream(std::filesystem::path(EVENHAND_SOURCE_DIR) / ".." / "shared" / "vectors" /
                         "arena" / name);
  }

  static std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
  }

  void SetUp() override {
    std::ifstream in = open("bt_unique_outcomes.csv");
    if (!in) GTEST_SKIP() << "the arena's vectors are not beside the sources";
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      const auto cells = cells_of(line);
      const std::size_t first = models_.try_emplace(cells[0], models_.size()).first->second;
      const std::size_t second = models_.try_emplace(cells[1], models_.size()).first->second;
      battles_.push_back({first, second, std::stod(cells[2]), std::stod(cells[3])});
    }
  }

  std::map<std::string, std::size_t> models_;
  std::vector<CountedBattle> battles_;
};

TEST_F(ArenaVectors, AreMet) {
  const auto fit = fit_bradley_terry(battles_, models_.size());

  ASSERT_TRUE(fit);
  EXPECT_NEAR(elo_of(fit->strengths[models_["bravo"]]), 1110.304513755728, 1e-8);
  EXPECT_NEAR(elo_of(fit->strengths[models_["alpha"]]), 1079.3618886453687, 1e-8);
  EXPECT_NEAR(elo_of(fit->strengths[models_["foxtrot"]]), 870.3468577384062, 1e-8);
  const auto without = fit_bradley_terry(battles_, models_.size(), TiesCount::not_at_all);
  EXPECT_NEAR(elo_of(without->strengths[models_["bravo"]]), 1149.5958648549151, 1e-8);
}

TEST_F(ArenaVectors, AreMetInEveryRoundOfTheBootstrap) {
  std::ifstream counts = open("bt_bootstrap_counts.csv");
  std::ifstream ratings = open("bt_bootstrap_ratings_exact.csv");
  std::string line;
  std::getline(counts, line);
  std::getline(ratings, line);
  const auto names = cells_of(line);
  while (std::getline(counts, line)) {
    const auto drawn = cells_of(line);
    for (std::size_t i = 0; i < battles_.size(); ++i) battles_[i].count = std::stod(drawn[i]);
    const auto fit = fit_bradley_terry(battles_, models_.size());
    ASSERT_TRUE(fit && std::getline(ratings, line));
    const auto expected = cells_of(line);
    for (std::size_t i = 0; i < names.size(); ++i) {
      EXPECT_NEAR(elo_of(fit->strengths[models_.at(names[i])]), std::stod(expected[i]), 1e-6);
    }
  }
}

TEST_F(ArenaVectors, HaveVariancesLikeTheBootstraps) {
  const std::size_t m = models_.size();
  const auto fit = fit_bradley_terry(battles_, m);
  std::vector<CountedBattle> one_by_one;
  for (CountedBattle battle : battles_) {
    const auto count = static_cast<std::size_t>(battle.count);
    battle.count = 1.0;
    one_by_one.insert(one_by_one.end(), count, battle);
  }
  std::vector<double> squares(m, 0.0);
  constexpr int kRounds = 400;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const auto counts = resampled_counts(one_by_one.size(), stream_of(Rng(1), round));
    for (std::size_t i = 0; i < counts.size(); ++i) one_by_one[i].count = counts[i];
    const auto refit = fit_bradley_terry(one_by_one, m);
    ASSERT_TRUE(refit);
    for (std::size_t i = 0; i < m; ++i) {
      squares[i] += std::pow(refit->strengths[i] - fit->strengths[i], 2.0) / kRounds;
    }
  }

  for (std::size_t i = 0; i < m; ++i) {
    EXPECT_NEAR(std::sqrt(fit->covariance[i * m + i] / squares[i]), 1.0, 0.1) << i;
  }
}

}  // namespace
}  // namespace evenhand
