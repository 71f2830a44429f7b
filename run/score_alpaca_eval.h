#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/world.h"
#include "stats/alpaca_eval_metrics.h"
#include "stats/bootstrap.h"
#include "stats/length_control.h"

namespace evenhand {

/// How an annotation finds the difficulty of its instruction: by the instruction's text, which is
/// right, or by its position in the file, as the published leaderboard was computed.
enum class Join { instruction, position };

struct AlpacaEvalScoring {
  std::vector<std::string> annotations;  // paths
  std::string model_outputs;             // for avg_length; empty: from the annotations
  std::string calibration;               // a CSV; empty: the built-in one where it fits
  Join join = Join::instruction;
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// One model's line on the board. Rates are in percent, as AlpacaEval has them.
struct AlpacaEvalRow {
  std::string model;
  std::string baseline;
  std::string judge;
  AlpacaEvalMetrics metrics;
  std::optional<Interval> win_rate_interval = {};
  std::optional<double> avg_length = {};  // code points of the outputs, cut to a whole number
  std::optional<double> length_controlled_winrate = {};
  std::optional<Interval> length_controlled_interval = {};
  std::optional<double> lc_standard_error = {};  // as published: see stats/length_control.h
  std::optional<LengthControlWeights> weights = {};
  std::optional<double> inverse_penalty = {};  // C; none for a joint fit
  /// On the Elo scale, the board's mean being 1000: Bradley-Terry on the matrix of predicted win
  /// rates. A display of that matrix, not a measurement of its own, so it has no interval.
  std::optional<double> predicted_rating = {};
  std::size_t expected = 0;
  std::size_t judged = 0;
  std::size_t unparsed = 0;
};

struct AlpacaEvalBoard {
  std::vector<AlpacaEvalRow> rows;  // in the order of the files
  std::string calibration;  // "built-in", the path of a file, or "fitted on the models given"
  std::vector<std::string> warnings;
  /// Predicted length-controlled win rate, in percent, of the row's model against the column's, in
  /// the order of `rows`; empty unless every row has weights of one calibration.
  std::vector<std::vector<double>> matrix;
};

/// Scores annotations.json files; calls nobody. Errors: a file that cannot be read strictly or is
/// empty, two models of one name, instructions that are not the calibration's. Warns of rows
/// without preference, of a baseline that is not the calibration's, and of several on one board.
Result<AlpacaEvalBoard> score_alpaca_eval(const AlpacaEvalScoring& scoring, const World& world);

}  // namespace evenhand
