#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bradley_terry.h"

namespace evenhand {

/// Strengths with ties as an outcome of their own (Davidson 1970, "On extending the Bradley-Terry
/// model to accommodate ties"): of two models whose strengths differ by d, the first wins, the
/// second wins or they tie in the proportions exp(d / 2) : exp(-d / 2) : tie.
struct Davidson {
  std::vector<double>
      strengths;     // mean zero; log-odds of a win against a loss are their difference
  double tie = 0.0;  // a tie's weight between equals, where win and loss have one each
};

/// Maximum likelihood, to machine precision. nullopt where there is none: models that are not
/// comparable (see comparable_groups()), no tie at all, or nothing else. Shares other than 0, 0.5
/// and 1 are not allowed.
std::optional<Davidson> fit_davidson(std::span<const CountedBattle> battles, std::size_t models);

/// Strengths in every resample, [resample][model], as resampled_strengths() has them.
std::vector<std::vector<double>> resampled_davidson(std::span<const CountedBattle> battles,
                                                    std::size_t models, const BootstrapPlan& plan,
                                                    Rng rng);

}  // namespace evenhand
