#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stats/length_control.h"

namespace evenhand {

/// Published annotations, calibration and leaderboard of AlpacaEval 2, read for tests.
class PublishedAlpacaEval {
 public:
  /// nullopt where the data is not there.
  static std::optional<PublishedAlpacaEval> read();

  struct Row {
    double length_controlled_win_rate;  // percent
    double standard_error;              // lc_standard_error, percent
    std::size_t rows;                   // n_total
  };

  std::vector<GamedRow> gamed;
  std::vector<double> difficulties;
  std::map<std::string, std::vector<LengthControlRow>> annotations;  // by model
  std::map<std::string, Row> leaderboard;
  std::map<std::string, LengthControlWeights> weights;
};

}  // namespace evenhand
