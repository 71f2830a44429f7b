#include "stats/alpaca_eval_metrics.h"

#include <cmath>

namespace evenhand {
namespace {

constexpr double kDraw = 1.5;

/// Rounded half to even, as Python does; only 1.5 itself lies halfway, and it is a draw.
double discrete(double preference) {
  if (preference == kDraw) return 0.5;
  return preference > kDraw ? 1.0 : 0.0;
}

}  // namespace

AlpacaEvalMetrics alpaca_eval_metrics(std::span<const double> preferences) {
  AlpacaEvalMetrics metrics{.n_total = preferences.size()};
  if (preferences.empty()) return metrics;
  const auto n = static_cast<double>(preferences.size());
  double sum = 0.0;
  double discrete_sum = 0.0;
  for (const double preference : preferences) {
    sum += preference - 1.0;
    discrete_sum += discrete(preference);
    if (preference > kDraw) ++metrics.n_wins;
    if (preference < kDraw) ++metrics.n_wins_base;
    if (preference == kDraw) ++metrics.n_draws;
  }
  const double mean = sum / n;
  metrics.win_rate = 100.0 * mean;
  metrics.discrete_win_rate = 100.0 * discrete_sum / n;
  if (preferences.size() < 2) return metrics;
  double squares = 0.0;
  for (const double preference : preferences) {
    squares += (preference - 1.0 - mean) * (preference - 1.0 - mean);
  }
  metrics.standard_error = 100.0 * std::sqrt(squares / (n - 1.0)) / std::sqrt(n);
  return metrics;
}

}  // namespace evenhand
