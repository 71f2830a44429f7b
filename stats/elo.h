#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// One battle in the order of time. `share_a`: 1 where a won, 0 where b did, 0.5 for a tie.
struct TimedBattle {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double share_a = 0.5;
};

struct EloRules {
  double k = 4.0;
  double base = 10.0;
  double scale = 400.0;
  double start = 1000.0;
};

/// Online Elo: one pass, each battle moving both ratings by k times (outcome - expectation). The
/// result depends on the order; it follows models that change, and is noisier than
/// fit_bradley_terry() for those that do not. Requires model numbers below `models`.
std::vector<double> online_elo(std::span<const TimedBattle> battles, std::size_t models,
                               const EloRules& rules = {});

/// What online Elo comes to when battles are drawn with replacement and replayed in the order
/// drawn, as Chatbot Arena does it: [resample][model].
std::vector<std::vector<double>> resampled_elo(std::span<const TimedBattle> battles,
                                               std::size_t models, const EloRules& rules,
                                               const BootstrapPlan& plan, Rng rng);

}  // namespace evenhand
