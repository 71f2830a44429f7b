#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

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
  double coverage = 0.95;   // 0.95: from the 2.5th to the 97.5th percentile
  std::size_t threads = 1;  // that refit at once; changes no digit
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

/// What a statistic comes to when question i is there `counts[i]` times; nullopt where it cannot be
/// computed on that resample. Several values (one for each candidate) share each resample.
using Refit =
    std::function<std::vector<std::optional<double>>(std::span<const std::uint32_t> counts)>;

/// Intervals of values that have to be fitted: draws as many questions as there are, with
/// replacement, refits, and takes percentiles. Percentiles alone are too narrow for few questions;
/// they are moved outwards as far as Student's t stands off the normal (Hesterberg 2015, "expanded
/// percentile"): for 20 questions the tails of 2.5 % become 1.6 %.
///
/// One interval for each value of the refit; nullopt for fewer than two questions, and where more
/// than one resample in twenty has no value. Each resample draws from a stream of its own, so its
/// number and the generator alone decide what it holds, on any number of threads. `refit` is called
/// from plan.threads threads at once and throws nothing.
std::vector<std::optional<Interval>> refit_intervals(std::size_t questions,
                                                     const BootstrapPlan& plan, Rng rng,
                                                     const Refit& refit);

/// Values of one resample, drawn from the stream it is given.
using Draw = std::function<std::vector<std::optional<double>>(Rng rng)>;

/// What refit_intervals() does, for resamples that are drawn in some other way from so many
/// independent things.
std::vector<std::optional<Interval>> resampled_intervals(std::size_t independent,
                                                         const BootstrapPlan& plan, Rng rng,
                                                         const Draw& draw);

/// What each resample comes to, in the order of their numbers, whichever thread takes which.
std::vector<std::vector<double>> resampled_values(
    const BootstrapPlan& plan, Rng rng, const std::function<std::vector<double>(Rng rng)>& draw);

/// How often each question is drawn in one resample.
std::vector<std::uint32_t> resampled_counts(std::size_t questions, Rng rng);

/// The stream of the resample of that number.
Rng stream_of(Rng rng, std::size_t resample);

/// The share `p` of sorted values lies below it, by linear interpolation between neighbours
/// (Hyndman and Fan's type 7). Requires at least one value and p in [0, 1].
double quantile_of_sorted(std::span<const double> sorted, double p);

}  // namespace evenhand
