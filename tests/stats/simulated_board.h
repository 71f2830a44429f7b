#pragma once

#include <cmath>
#include <vector>

#include "base/rng.h"
#include "stats/joint_length_control.h"

namespace evenhand {

/// A candidate of a simulated board: how good it is and how much it writes.
struct SimulatedCandidate {
  double quality = 0.0;        // log odds against the baseline at equal length, middling question
  double length_factor = 1.0;  // of the baseline's length, on average
};

/// Boards with a judge whose love of length is known. Answers differ in length by chance as well,
/// questions in difficulty (normal, in log odds).
struct SimulatedBoards {
  std::size_t questions = 150;
  double length_bias = 1.0;  // log odds for a candidate that is much longer
  double difficulty_spread = 1.0;
  std::vector<SimulatedCandidate> candidates;

  struct Board {
    std::vector<std::vector<LengthCell>> cells;
    std::vector<double> difficulties;
  };

  Board draw(Rng& rng) const {
    Board board{.cells = std::vector<std::vector<LengthCell>>(candidates.size())};
    for (std::size_t q = 0; q < questions; ++q) {
      const double difficulty = difficulty_spread * rng.normal();
      board.difficulties.push_back(difficulty);
      const double baseline = std::round(1000.0 * std::exp(0.5 * rng.normal()));
      for (std::size_t c = 0; c < candidates.size(); ++c) {
        const double factor = candidates[c].length_factor * std::exp(0.4 * rng.normal());
        const double length = std::round(baseline * factor);
        const double odds = candidates[c].quality + difficulty +
                            length_bias * std::tanh((length - baseline) / 800.0);
        const bool won = rng.uniform() < 1.0 / (1.0 + std::exp(-odds));
        board.cells[c].push_back({won ? 1.0 : 0.0, baseline, length});
      }
    }
    return board;
  }

  /// What the win rate over all questions there could be is, were lengths equal.
  double true_win_rate(std::size_t candidate) const {
    double sum = 0.0;
    double weights = 0.0;
    for (double z = -8.0; z <= 8.0; z += 0.01) {
      const double weight = std::exp(-0.5 * z * z);
      weights += weight;
      sum += weight / (1.0 + std::exp(-(candidates[candidate].quality + difficulty_spread * z)));
    }
    return sum / weights;
  }
};

}  // namespace evenhand
