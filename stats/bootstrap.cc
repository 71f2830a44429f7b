#include "stats/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/check.h"

namespace evenhand {
namespace {

double standard_exponential(Rng& rng) { return -std::log1p(-rng.uniform()); }

/// Gamma with shape one half: half the square of a standard normal.
double half_observation(Rng& rng) {
  const double z = rng.normal();
  return 0.5 * z * z;
}

/// The mean under one draw of weights: normalised Gamma weights are Dirichlet.
double weighed_mean(std::span<const double> values, Bounds bounds, Rng& rng) {
  const double low_weight = half_observation(rng);
  const double high_weight = half_observation(rng);
  double weights = low_weight + high_weight;
  double sum = low_weight * bounds.low + high_weight * bounds.high;
  for (const double value : values) {
    const double weight = standard_exponential(rng);
    weights += weight;
    sum += weight * value;
  }
  return sum / weights;
}

}  // namespace

double quantile_of_sorted(std::span<const double> sorted, double p) {
  EVENHAND_CHECK(!sorted.empty() && p >= 0.0 && p <= 1.0);
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(below);
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

std::optional<Interval> mean_interval(std::span<const double> value_per_question,
                                      const BootstrapPlan& plan, Bounds bounds, Rng rng) {
  if (value_per_question.size() < 2) return std::nullopt;
  EVENHAND_CHECK(plan.resamples > 0);
  std::vector<double> means(plan.resamples);
  for (double& mean : means) mean = weighed_mean(value_per_question, bounds, rng);
  std::sort(means.begin(), means.end());
  const double tail = (1.0 - plan.coverage) / 2.0;
  const double mean =
      std::accumulate(value_per_question.begin(), value_per_question.end(), 0.0) /
      static_cast<double>(value_per_question.size());
  return Interval{.low = std::min(mean, quantile_of_sorted(means, tail)),
                  .high = std::max(mean, quantile_of_sorted(means, 1.0 - tail))};
}

}  // namespace evenhand
