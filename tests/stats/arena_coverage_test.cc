// Worlds whose truth is known: do intervals cover it, and do ranges of places hold the true place?
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <map>
#include <thread>
#include <tuple>

#include "stats/bradley_terry.h"
#include "stats/rating_spread.h"

namespace evenhand {
namespace {

constexpr std::size_t kModels = 100;
constexpr std::size_t kBattles = 20'000;
constexpr std::size_t kWorlds = 200;
constexpr std::size_t kResamples = 200;

struct World {
  std::vector<double> strengths;  // mean zero
  std::vector<CountedBattle> battles;
};

/// Some models fight thirty times as often as others, ties are a fifth.
World world_of(Rng rng) {
  World world;
  double mean = 0.0;
  for (std::size_t m = 0; m < kModels; ++m) {
    world.strengths.push_back(0.8 * rng.normal());
    mean += world.strengths.back() / kModels;
  }
  for (double& strength : world.strengths) strength -= mean;
  const auto drawn = [&] {
    const double u = rng.uniform();
    return static_cast<std::size_t>(u * u * kModels);
  };
  std::map<std::tuple<std::size_t, std::size_t, double>, double> counts;
  for (std::size_t i = 0; i < kBattles; ++i) {
    const std::size_t a = drawn();
    std::size_t b = drawn();
    while (b == a) b = rng.below(kModels);
    // A tie with the same chance for all keeps the expected share of a.
    const double p = 1.0 / (1.0 + std::exp(world.strengths[b] - world.strengths[a]));
    const double tie = 0.4 * std::min(p, 1.0 - p);
    const double u = rng.uniform();
    const double share = u < tie ? 0.5 : u < tie / 2.0 + p ? 1.0 : 0.0;
    ++counts[{a, b, share}];
  }
  for (const auto& [key, count] : counts) {
    world.battles.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  return world;
}

struct Coverage {
  std::size_t intervals = 0;
  std::size_t analytic = 0;
  std::size_t places = 0;
  std::size_t all = 0;
};

std::size_t true_place(const World& world, std::size_t model) {
  std::size_t better = 0;
  for (const double strength : world.strengths) better += strength > world.strengths[model] ? 1U : 0U;
  return better + 1;
}

TEST(ArenaCoverage, IsWhatIntervalsAndPlacesClaim) {
  Coverage coverage;
  const BootstrapPlan plan{.resamples = kResamples,
                           .threads = std::max(1U, std::thread::hardware_concurrency())};
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const World world = world_of(Rng(w + 1));
    const auto fit = fit_bradley_terry(world.battles, kModels);
    if (!fit) continue;
    const RatingDraws draws = resampled_strengths(world.battles, kModels, plan, Rng(w));
    const std::vector<Interval> intervals = intervals_of(draws);
    const std::vector<Places> places = places_of(draws);
    for (std::size_t m = 0; m < kModels; ++m) {
      const double truth = world.strengths[m];
      const Interval analytic = fit->interval(m);
      ++coverage.all;
      if (intervals[m].low <= truth && truth <= intervals[m].high) ++coverage.intervals;
      if (analytic.low <= truth && truth <= analytic.high) ++coverage.analytic;
      const std::size_t place = true_place(world, m);
      if (places[m].low <= place && place <= places[m].high) ++coverage.places;
    }
  }
  const auto percent = [&](std::size_t hits) {
    return 100.0 * static_cast<double>(hits) / static_cast<double>(coverage.all);
  };
  std::cout << "bootstrap " << percent(coverage.intervals) << " %, sandwich "
            << percent(coverage.analytic) << " %, places " << percent(coverage.places) << " % of "
            << coverage.all << "\n";
  EXPECT_GE(coverage.all, 190 * kModels);
  EXPECT_GE(percent(coverage.intervals), 93.0);
  EXPECT_LE(percent(coverage.intervals), 97.0);
  EXPECT_GE(percent(coverage.analytic), 93.0);
  EXPECT_LE(percent(coverage.analytic), 97.0);
  EXPECT_GE(percent(coverage.places), 95.0);
}

}  // namespace
}  // namespace evenhand
