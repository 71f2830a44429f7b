#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap.h"

namespace evenhand {

/// Ratings of all models in many resamples, [resample][model].
using RatingDraws = std::vector<std::vector<double>>;

/// Where a model stands among the others, as far as resamples decide it.
struct Places {
  std::size_t low = 1;   // one more than the models that are better beyond doubt
  std::size_t high = 1;  // the number of models less those that are worse beyond doubt
};

/// Percentile intervals of each model's rating. Requires at least one resample.
std::vector<Interval> intervals_of(const RatingDraws& draws, double coverage = 0.95);

/// From the resampled differences of every two models: one is better beyond doubt where the
/// interval of the difference leaves out zero. Overlapping intervals of two ratings say less: the
/// ratings of one resample move together.
std::vector<Places> places_of(const RatingDraws& draws, double coverage = 0.95);

/// Chatbot Arena's "Rank* (UB)": one more than the models whose interval lies wholly above. Says
/// less than places_of(), and depends on what is held fixed; for comparison.
std::vector<std::size_t> upper_bound_ranks(std::span<const Interval> intervals);

/// Two neighbours by rating whose order is not settled.
struct Unsettled {
  std::size_t ahead = 0;
  std::size_t behind = 0;
  double difference = 0.0;  // log-odds of a battle between the two
  /// How many further battles between just these two would be expected to settle it, should the
  /// difference be what it looks like: (1.96 / difference)^2, less the information there is, over
  /// that of a battle, p (1 - p). nullopt for a difference of nothing.
  std::optional<double> battles_needed = {};
};

/// Neighbours in the order of `strengths` (log-odds) whose difference is not settled; `draws` are
/// resampled strengths, in log-odds too.
std::vector<Unsettled> unsettled_neighbours(std::span<const double> strengths,
                                            const RatingDraws& draws);

}  // namespace evenhand
