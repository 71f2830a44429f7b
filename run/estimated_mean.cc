#include "run/estimated_mean.h"

#include "stats/score_games.h"

namespace evenhand {

Estimate estimated_mean(const std::vector<double>& values, std::size_t resamples, Bounds bounds,
                        Rng rng) {
  Estimate estimate{.value = mean_of(values).value()};
  if (resamples > 0) {
    estimate.interval = mean_interval(values, {.resamples = resamples}, bounds, rng);
  }
  return estimate;
}

}  // namespace evenhand
