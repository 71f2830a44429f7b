#include "stats/rating_spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace evenhand {
namespace {

/// The two ends of a percentile interval, by partial sorting: n choose 2 differences have one each.
Interval ends_of(std::vector<double>& values, double coverage) {
  const double tail = (1.0 - coverage) / 2.0;
  const auto quantile = [&](double p) {
    const double at = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(at);
    std::nth_element(values.begin(), values.begin() + below, values.end());
    const double low = values[static_cast<std::size_t>(below)];
    const double part = at - static_cast<double>(below);
    if (part == 0.0) return low;
    const double high = *std::min_element(values.begin() + below + 1, values.end());
    return low + part * (high - low);
  };
  const double low = quantile(tail);
  return {.low = low, .high = quantile(1.0 - tail)};
}

std::vector<double> differences(const RatingDraws& draws, std::size_t a, std::size_t b) {
  std::vector<double> values;
  values.reserve(draws.size());
  for (const std::vector<double>& draw : draws) values.push_back(draw[a] - draw[b]);
  return values;
}

double variance_of(const std::vector<double>& values) {
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

std::optional<double> battles_needed(double difference, double variance) {
  constexpr double kTwoSided = 1.959963984540054;
  if (difference <= 0.0) return std::nullopt;
  const double wanted = (kTwoSided / difference) * (kTwoSided / difference);
  const double known = variance > 0.0 ? 1.0 / variance : 0.0;
  const double p = 1.0 / (1.0 + std::exp(-difference));
  return std::max(0.0, wanted - known) / (p * (1.0 - p));
}

}  // namespace

std::vector<Interval> intervals_of(const RatingDraws& draws, double coverage) {
  EVENHAND_CHECK(!draws.empty());
  std::vector<Interval> intervals;
  for (std::size_t model = 0; model < draws.front().size(); ++model) {
    std::vector<double> values;
    values.reserve(draws.size());
    for (const std::vector<double>& draw : draws) values.push_back(draw[model]);
    intervals.push_back(ends_of(values, coverage));
  }
  return intervals;
}

std::vector<Places> places_of(const RatingDraws& draws, double coverage) {
  EVENHAND_CHECK(!draws.empty());
  const std::size_t models = draws.front().size();
  std::vector<Places> places(models, Places{.low = 1, .high = models});
  for (std::size_t a = 0; a < models; ++a) {
    for (std::size_t b = a + 1; b < models; ++b) {
      std::vector<double> values = differences(draws, a, b);
      const Interval ends = ends_of(values, coverage);
      if (ends.low > 0.0) {
        ++places[b].low;
        --places[a].high;
      } else if (ends.high < 0.0) {
        ++places[a].low;
        --places[b].high;
      }
    }
  }
  return places;
}

std::vector<std::size_t> upper_bound_ranks(std::span<const Interval> intervals) {
  std::vector<double> lows;
  lows.reserve(intervals.size());
  for (const Interval& interval : intervals) lows.push_back(interval.low);
  std::sort(lows.begin(), lows.end());
  std::vector<std::size_t> ranks;
  ranks.reserve(intervals.size());
  for (const Interval& interval : intervals) {
    const auto above = lows.end() - std::upper_bound(lows.begin(), lows.end(), interval.high);
    ranks.push_back(1 + static_cast<std::size_t>(above));
  }
  return ranks;
}

std::vector<Unsettled> unsettled_neighbours(std::span<const double> strengths,
                                            const RatingDraws& draws) {
  constexpr double kCoverage = 0.95;
  std::vector<std::size_t> order(strengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return strengths[a] > strengths[b]; });
  std::vector<Unsettled> unsettled;
  for (std::size_t i = 0; i + 1 < order.size() && draws.size() > 1; ++i) {
    std::vector<double> values = differences(draws, order[i], order[i + 1]);
    const double variance = variance_of(values);
    if (ends_of(values, kCoverage).low > 0.0) continue;
    const double difference = strengths[order[i]] - strengths[order[i + 1]];
    unsettled.push_back({.ahead = order[i],
                         .behind = order[i + 1],
                         .difference = difference,
                         .battles_needed = battles_needed(difference, variance)});
  }
  return unsettled;
}

}  // namespace evenhand
