#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// One question of the candidate whose win rate is to be had at equal length.
struct LengthControlRow {
  std::optional<double> preference;  // the candidate's share in [0, 1]; none: no usable verdict
  double baseline_length = 0.0;      // Unicode code points
  double candidate_length = 0.0;
  double difficulty = 0.0;  // a fixed number for each question of the suite
};

/// One row of the baseline itself, asked to be longer or shorter and judged against the baseline as
/// it is. Such rows hold the weight of length close to what length alone does.
struct GamedRow {
  double preference = 0.0;           // in [0, 1]
  double standardized_length = 0.0;  // length difference over its standard deviation, before tanh
  double difficulty = 0.0;
};

/// Log odds that the candidate is preferred: length * t + difficulty * d + candidate, with
/// t = tanh((baseline's length - candidate's length) / s). All zero for the baseline itself.
struct LengthControlWeights {
  double length = 0.0;
  double difficulty = 0.0;
  double candidate = 0.0;
};

struct LengthControlFit {
  LengthControlWeights weights;
  double inverse_penalty = 1.0;  // C, of ten values the best in cross-validation
  double win_rate = 0.0;         // length-controlled, in [0, 1]
  /// The `lc_standard_error` of the published leaderboard, as a fraction: the spread of predictions
  /// between questions over sqrt(n). It takes the weights for known and is no standard error of
  /// the win rate; length_control_interval() is the honest one.
  double published_standard_error = 0.0;
};

/// AlpacaEval 2's length-controlled win rate (Dubois et al. 2024), solved to machine precision.
/// Rows without a preference are not learned from but are predicted like all others. Rows stand in
/// the order of the annotations, which decides the folds of the cross-validation.
/// nullopt for fewer than five rows with a preference: there would be no folds to choose C by.
std::optional<LengthControlFit> fit_length_control(std::span<const LengthControlRow> rows,
                                                   std::span<const GamedRow> gamed);

/// An interval for the win rate of fit_length_control(): resamples questions and does everything
/// again, the scale of lengths and the choice of C included. The gamed rows are no sample of the
/// candidate's questions and stay as they are; neighbours among them are merged, which moves a win
/// rate by less than 0.01 points. nullopt where fit_length_control() has no value and where all
/// preferences are equal, so that resampling them shows nothing.
std::optional<Interval> length_control_interval(std::span<const LengthControlRow> rows,
                                                std::span<const GamedRow> gamed,
                                                const BootstrapPlan& plan, Rng rng);

/// The length-controlled win rate of one model against another, without any new judging, from
/// their weights against the same baseline. One half for equal weights.
/// Requires at least one question.
double predicted_win_rate(const LengthControlWeights& model, const LengthControlWeights& opponent,
                          std::span<const double> difficulties);

/// Whether length control moved a win rate so far that a reader should be told: below
/// min(w - w / 4, w - 0.1) or above max(w + (1 - w) / 4, w + 0.1), in fractions.
bool is_far_from_raw(double win_rate, double length_controlled_win_rate);

}  // namespace evenhand
