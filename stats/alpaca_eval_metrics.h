#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace evenhand {

/// The columns of AlpacaEval's leaderboard that need preferences only, as its get_winrate computes
/// them: rates in percent. Preferences lie in [1, 2]: 1 the baseline wins, 2 the model, 1.5 a draw.
struct AlpacaEvalMetrics {
  std::optional<double> win_rate = {};           // 100 * mean(preference - 1)
  std::optional<double> standard_error = {};     // 100 * sd(n - 1) / sqrt(n): for two rows and more
  std::optional<double> discrete_win_rate = {};  // every preference rounded to a win, loss or draw
  std::size_t n_wins = 0;                        // preference above 1.5
  std::size_t n_wins_base = 0;                   // below
  std::size_t n_draws = 0;                       // exactly
  std::size_t n_total = 0;
};

AlpacaEvalMetrics alpaca_eval_metrics(std::span<const double> preferences);

}  // namespace evenhand
