#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap.h"

namespace evenhand {

/// What a question scored at first and after revision, out of 10; nullopt: not to be read.
struct TwoPasses {
  std::optional<double> first = {};
  std::optional<double> revised = {};
};

/// EQ-Bench's benchmark score of one iteration, on its scale: 100 is perfect.
struct TwoPassScore {
  std::optional<double> score;  // nullopt where nothing can be read
  bool revised_counts = false;
  std::size_t first = 0;    // questions with a first pass
  std::size_t revised = 0;  // with a revised one
  std::size_t any = 0;      // with either
};

/// Ten times the mean over questions that can be read: of the revised pass where it is at least as
/// good and there for 95 % of the questions that have a first pass, else of the first.
TwoPassScore two_pass_score(std::span<const TwoPasses> questions);

/// The mean of that over iterations, [iteration][question], and its interval, resampled by
/// question: the choice of the pass is made anew in each resample. No resamples: no interval.
struct TwoPassEstimate {
  std::optional<double> score;
  std::optional<Interval> interval;
  std::optional<double> standard_error;  // over questions, of the passes that count
};
TwoPassEstimate two_pass_estimate(std::span<const std::vector<TwoPasses>> iterations,
                                  const BootstrapPlan& plan, Rng rng);

}  // namespace evenhand
