#include "stats/bootstrap.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>
#include <vector>

#include "base/check.h"
#include "stats/distributions.h"

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

/// What is left of a tail when the normal quantile gives way to Student's t.
double expanded_tail(double tail, std::size_t questions) {
  const auto n = static_cast<double>(questions);
  return normal_cdf(std::sqrt(n / (n - 1.0)) * student_t_quantile(tail, n - 1.0));
}

using Refits = std::vector<std::vector<std::optional<double>>>;

/// Calls `draw` for each number of a resample, from as many threads as planned.
template <class Value>
std::vector<Value> in_order(const BootstrapPlan& plan, Rng rng,
                            const std::function<Value(Rng rng)>& draw) {
  EVENHAND_CHECK(plan.resamples > 0 && plan.threads > 0);
  std::vector<Value> values(plan.resamples);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t number = next++; number < values.size(); number = next++) {
      values[number] = draw(stream_of(rng, number));
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < plan.threads; ++thread) others.emplace_back(work);
  work();
  others.clear();  // joins
  return values;
}

std::optional<Interval> percentile_interval(std::vector<double> values, double tail,
                                            std::size_t resamples) {
  if (20 * values.size() < 19 * resamples) return std::nullopt;
  std::sort(values.begin(), values.end());
  return Interval{.low = quantile_of_sorted(values, tail),
                  .high = quantile_of_sorted(values, 1.0 - tail)};
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
  const double mean = std::accumulate(value_per_question.begin(), value_per_question.end(), 0.0) /
                      static_cast<double>(value_per_question.size());
  return Interval{.low = std::min(mean, quantile_of_sorted(means, tail)),
                  .high = std::max(mean, quantile_of_sorted(means, 1.0 - tail))};
}

Rng stream_of(Rng rng, std::size_t resample) {
  // Mixed once, so that neighbouring resamples do not share a stream a few draws apart.
  return Rng(Rng(rng.next() + resample).next());
}

std::vector<std::vector<double>> resampled_values(
    const BootstrapPlan& plan, Rng rng, const std::function<std::vector<double>(Rng rng)>& draw) {
  return in_order<std::vector<double>>(plan, rng, draw);
}

std::vector<std::uint32_t> resampled_counts(std::size_t questions, Rng rng) {
  std::vector<std::uint32_t> counts(questions, 0);
  for (std::size_t draw = 0; draw < questions; ++draw) ++counts[rng.below(questions)];
  return counts;
}

std::vector<std::optional<Interval>> refit_intervals(std::size_t questions,
                                                     const BootstrapPlan& plan, Rng rng,
                                                     const Refit& refit) {
  const auto draw = [&](Rng own) {
    return refit(resampled_counts(questions, own));
  };
  return resampled_intervals(questions, plan, rng, draw);
}

std::vector<std::optional<Interval>> resampled_intervals(std::size_t independent,
                                                         const BootstrapPlan& plan, Rng rng,
                                                         const Draw& draw) {
  const Refits refits = in_order<std::vector<std::optional<double>>>(plan, rng, draw);
  std::vector<std::optional<Interval>> intervals(refits.front().size());
  if (independent < 2) return intervals;
  const double tail = expanded_tail((1.0 - plan.coverage) / 2.0, independent);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    std::vector<double> values;
    values.reserve(refits.size());
    for (const auto& refitted : refits) {
      if (refitted[i]) values.push_back(*refitted[i]);
    }
    intervals[i] = percentile_interval(std::move(values), tail, plan.resamples);
  }
  return intervals;
}

}  // namespace evenhand
