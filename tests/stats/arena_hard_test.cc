#include "stats/arena_hard.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/stats/arena_hard_vectors.h"

namespace evenhand {
namespace {

using nlohmann::json;

TEST(ArenaHardScores, CountRows) {
  const std::vector<ArenaHardRow> rows = {
      {.model = 0, .question = 0, .share = 1.0, .count = 3},
      {.model = 0, .question = 0, .share = 0.5},
      {.model = 1, .question = 0, .share = 0.0},
  };
  const auto scores = arena_hard_scores(rows, 3);
  EXPECT_EQ(scores[0], 3.5 / 4.0);
  EXPECT_EQ(scores[1], 0.0);
  EXPECT_EQ(scores[2], std::nullopt);
}

TEST(ArenaHardIntervals, HoldTheScoreAndNeverProveAHundredPercent) {
  std::vector<ArenaHardRow> rows;
  for (std::size_t q = 0; q < 20; ++q) {
    rows.push_back({.model = 0, .question = q, .share = 1.0, .count = 3});
    rows.push_back({.model = 1, .question = q, .share = q % 2 == 0 ? 1.0 : 0.0});
  }
  const auto intervals = arena_hard_intervals(rows, 3, {.resamples = 400}, Rng(1));
  EXPECT_EQ(intervals[0]->high, 1.0);
  EXPECT_LT(intervals[0]->low, 0.95);
  EXPECT_LT(intervals[1]->low, 0.4);
  EXPECT_GT(intervals[1]->high, 0.6);
  EXPECT_EQ(intervals[2], std::nullopt) << "no rows";
  EXPECT_EQ(intervals, arena_hard_intervals(rows, 3, {.resamples = 400}, Rng(1)));
}

TEST(ArenaHardIntervals, AreNoNarrowerForTheSameRowsTwice) {
  std::vector<ArenaHardRow> once;
  for (std::size_t q = 0; q < 50; ++q) {
    once.push_back({.model = 0, .question = q, .share = q % 3 == 0 ? 1.0 : 0.0});
  }
  std::vector<ArenaHardRow> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  EXPECT_EQ(arena_hard_intervals(once, 1, {}, Rng(1)), arena_hard_intervals(twice, 1, {}, Rng(1)));
}

TEST(RowsFromNumpy, AreThoseThatPandasDraws) {
  const json root = arena_hard_vectors("v01_bt.json");
  SKIP_WITHOUT(root);
  const json& stream = root.at("numpy_seed42");
  const auto of_1000 = rows_from_numpy(42)(0, 1000);
  for (std::size_t i = 0; i < stream.at("first_20_indices").size(); ++i) {
    EXPECT_EQ(of_1000[i], stream.at("first_20_indices")[i]);
  }
  const RowPicker pick = rows_from_numpy(42);
  const std::size_t n = stream.at("N");
  for (const char* round : {"round1_first5", "round2_first5"}) {
    const auto rows = pick(0, n);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(rows[i], stream.at(round)[i]) << round;
  }
}

TEST(Percentiles, AreLinearOnTheirScale) {
  const std::vector<double> rates = {0.5, 0.9};
  EXPECT_DOUBLE_EQ(percentiles_of(rates, 0.5).low, 0.6);
  const double odds = std::pow(9.0, 0.25);
  EXPECT_NEAR(elo_percentiles_of(rates, 0.5).low, odds / (1.0 + odds), 1e-12);
  EXPECT_EQ(elo_percentiles_of({1.0, 1.0}, 0.9).low, 1.0) << "no infinite ratings";
}

}  // namespace
}  // namespace evenhand
