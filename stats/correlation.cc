#include "stats/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/check.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

double mean_of_all(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Ranks from 1, equal values sharing the mean of theirs.
std::vector<double> shared_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double shared = (static_cast<double>(begin + end) + 1.0) / 2.0;
    for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = shared;
    begin = end;
  }
  return ranks;
}

// The variance of tau needs more than four.
constexpr std::size_t kFewestForInterval = 5;

std::optional<Interval> fisher_interval(double value, double variance) {
  if (std::abs(value) >= 1.0) return std::nullopt;
  const double reach = normal_quantile(0.975) * std::sqrt(variance);
  return Interval{.low = std::tanh(std::atanh(value) - reach),
                  .high = std::tanh(std::atanh(value) + reach)};
}

int sign(double value) { return (value > 0.0 ? 1 : 0) - (value < 0.0 ? 1 : 0); }

}  // namespace

std::optional<double> pearson_correlation(std::span<const double> x, std::span<const double> y) {
  EVENHAND_CHECK(x.size() == y.size());
  if (x.size() < 2) return std::nullopt;
  const double mean_x = mean_of_all(x);
  const double mean_y = mean_of_all(y);
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  if (xx == 0.0 || yy == 0.0) return std::nullopt;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

std::optional<double> spearman_correlation(std::span<const double> x, std::span<const double> y) {
  return pearson_correlation(shared_ranks(x), shared_ranks(y));
}

std::optional<double> kendall_correlation(std::span<const double> x, std::span<const double> y) {
  EVENHAND_CHECK(x.size() == y.size());
  double score = 0.0;
  double pairs_x = 0.0;  // that differ
  double pairs_y = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) {
      const int by_x = sign(x[i] - x[j]);
      const int by_y = sign(y[i] - y[j]);
      score += by_x * by_y;
      pairs_x += std::abs(by_x);
      pairs_y += std::abs(by_y);
    }
  }
  if (pairs_x == 0.0 || pairs_y == 0.0) return std::nullopt;
  return score / std::sqrt(pairs_x * pairs_y);
}

std::optional<Interval> spearman_interval(double rho, std::size_t things) {
  if (things < kFewestForInterval) return std::nullopt;
  return fisher_interval(rho, (1.0 + rho * rho / 2.0) / (static_cast<double>(things) - 3.0));
}

std::optional<Interval> kendall_interval(double tau, std::size_t things) {
  if (things < kFewestForInterval) return std::nullopt;
  return fisher_interval(tau, 0.437 / (static_cast<double>(things) - 4.0));
}

}  // namespace evenhand
