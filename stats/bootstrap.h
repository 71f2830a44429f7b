#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "base/rng.h"

namespace evenhand {

/// Low and high end at a stated coverage, 0.95 unless said otherwise.
struct Interval {
  double low = 0.0;
  double high = 0.0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

struct BootstrapPlan {
  std::size_t resamples = 1000;
  double coverage = 0.95;  // 0.95: from the 2.5th to the 97.5th percentile
};

/// The ends of the scale that scores lie on.
struct Bounds {
  double low = 0.0;
  double high = 1.0;
};

/// An interval for the mean of a bounded score over the population of questions, from one value for
/// each question. Pass one value a question and not one a game: two games on one question are not
/// independent.
///
/// A Bayesian bootstrap (Rubin 1981): every resample weighs the questions by Dirichlet(1, ..., 1),
/// with half an observation at either end of the scale besides. For scores of 0 and 1 this is the
/// Jeffreys interval; the half observations keep it honest where the sample is small or all alike:
/// twenty wins out of twenty do not prove a win rate of 100 %.
///
/// nullopt for fewer than two values. Contains the sample's mean. Equal arguments give equal
/// intervals, bit for bit. Requires values within the bounds.
std::optional<Interval> mean_interval(std::span<const double> value_per_question,
                                      const BootstrapPlan& plan, Bounds bounds, Rng rng);

/// The share `p` of sorted values lies below it, by linear interpolation between neighbours
/// (Hyndman and Fan's type 7). Requires at least one value and p in [0, 1].
double quantile_of_sorted(std::span<const double> sorted, double p);

}  // namespace evenhand
