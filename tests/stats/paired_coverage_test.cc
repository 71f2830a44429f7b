#include <gtest/gtest.h>

#include <cstdio>

#include "stats/paired.h"

namespace evenhand {
namespace {

constexpr int kRuns = 1000;
constexpr BootstrapPlan kPlan = {.resamples = 400};

/// Two candidates on one question, judged in two seatings: the harder the question, the fewer wins
/// of either, so that their scores go together as those of real models do.
double difference_on_a_question(double gain, Rng& rng) {
  const double ease = rng.uniform();
  const auto score = [&](double chance) {
    return 0.5 * ((rng.uniform() < chance ? 1.0 : 0.0) + (rng.uniform() < chance ? 1.0 : 0.0));
  };
  const double other = 0.1 + 0.6 * ease;
  const double first = score(other + gain);
  return first - score(other);
}

struct Shares {
  double holding = 0.0;
  double alarms = 0.0;  // p below 0.05
};

Shares simulate(double gain, std::size_t questions) {
  Shares shares;
  Rng rng(questions);
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> differences(questions);
    for (double& difference : differences) difference = difference_on_a_question(gain, rng);
    const PairedDifference paired = paired_difference(differences, 1.0, kPlan, Rng(rng.next()));
    if (paired.interval->low <= gain && gain <= paired.interval->high)
      shares.holding += 1.0 / kRuns;
    if (paired.test.p < 0.05) shares.alarms += 1.0 / kRuns;
  }
  return shares;
}

TEST(PairedDifference, HoldsTheTruthAndRaisesFewFalseAlarms) {
  for (const double gain : {0.0, 0.2}) {
    for (const std::size_t questions : {20U, 50U, 200U}) {
      const Shares shares = simulate(gain, questions);
      std::printf("gain %.1f, %zu questions, %d runs: %.3f held, %.3f below p = 0.05\n", gain,
                  questions, kRuns, shares.holding, shares.alarms);
      EXPECT_GE(shares.holding, 0.93) << questions;
      EXPECT_LE(shares.holding, 0.98) << questions;
      if (gain == 0.0) {
        EXPECT_LE(shares.alarms, 0.07) << questions;
        EXPECT_GE(shares.alarms, 0.02) << questions;
      }
    }
  }
}

}  // namespace
}  // namespace evenhand
