#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "stats/arena_hard.h"

namespace evenhand {
namespace {

constexpr int kWorlds = 400;
constexpr std::size_t kQuestions = 250;
constexpr std::uint32_t kWeight = 3;

/// How strongly the two games of a question hang together: the spread, between questions, of what
/// the judge thinks of the two answers, beside the noise of one game (a deviation of 1).
struct World {
  double advantage;
  double spread;
};

double game_margin(const World& world, double question, Rng& rng) {
  return world.advantage + world.spread * question + rng.normal();
}

/// A verdict of five outcomes, as rows.
ArenaHardRow verdict(double margin, std::size_t question) {
  ArenaHardRow row{.question = question, .share = margin > 0.0 ? 1.0 : 0.0};
  if (std::abs(margin) < 0.15) row.share = 0.5;
  if (std::abs(margin) > 1.2) row.count = kWeight;
  return row;
}

std::vector<ArenaHardRow> play(const World& world, std::size_t questions, Rng& rng) {
  std::vector<ArenaHardRow> rows;
  for (std::size_t q = 0; q < questions; ++q) {
    const double question = rng.normal();
    for (int game = 0; game < 2; ++game) {
      rows.push_back(verdict(game_margin(world, question, rng), q));
    }
  }
  return rows;
}

bool holds(const Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

/// Shares of worlds whose 90 % intervals hold the score that a million questions would give.
struct Coverage {
  double by_question = 0.0;
  double by_row = 0.0;
};

Coverage coverage_in(const World& world) {
  Rng rng(7);
  constexpr std::size_t kMany = 1'000'000;
  const double truth = *arena_hard_scores(play(world, kMany, rng), 1)[0];
  Coverage coverage;
  for (int number = 0; number < kWorlds; ++number) {
    const std::vector<ArenaHardRow> rows = play(world, kQuestions, rng);
    const auto by_question =
        arena_hard_intervals(rows, 1, {.resamples = 400, .coverage = 0.9}, Rng(rng.next()))[0];
    const Interval by_row =
        percentiles_of(resampled_row_means(rows, 100, rows_from(Rng(rng.next()))), 0.9);
    coverage.by_question += holds(*by_question, truth) ? 1.0 : 0.0;
    coverage.by_row += holds(by_row, truth) ? 1.0 : 0.0;
  }
  return {.by_question = coverage.by_question / kWorlds, .by_row = coverage.by_row / kWorlds};
}

TEST(ArenaHardCoverage, IsWhatItClaimsByQuestionAndFarBelowByRow) {
  constexpr std::array<World, 4> kPlaces = {{{0.0, 1.0}, {0.8, 1.0}, {0.0, 2.0}, {1.5, 2.0}}};
  for (const World& world : kPlaces) {
    const Coverage coverage = coverage_in(world);
    std::printf(
        "advantage %.1f, spread %.1f: 90 %% by question hold in %.1f %%, by row in %.1f %%\n",
        world.advantage, world.spread, 100.0 * coverage.by_question, 100.0 * coverage.by_row);
    EXPECT_GE(coverage.by_question, 0.86);
    EXPECT_LE(coverage.by_question, 0.94);
    EXPECT_LE(coverage.by_row, 0.75);
  }
}

}  // namespace
}  // namespace evenhand
