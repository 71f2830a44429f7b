#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/question.h"
#include "formats/exported_file.h"

namespace evenhand {

/// AlpacaEval's model_outputs.json: the first turn is the instruction, the category the dataset.
/// Left out and told of: questions without an answer (or with one that failed), and those of
/// several turns.
ExportedFile alpaca_eval_outputs(std::span<const Question> questions,
                                 std::span<const Answer> answers);

/// A candidate's answers and a baseline's, and what came of them.
struct AlpacaEvalComparison {
  std::span<const Answer> candidate;
  std::span<const Answer> baseline;

  /// The candidate's score on each question, in the order of the questions and of any number of
  /// games; nullopt becomes a preference of null.
  std::span<const std::optional<double>> shares;

  std::string judge;
};

/// AlpacaEval's annotations.json, its rows in the order of the questions; preference = 1 + share.
/// Requires a share for every question. Left out and told of: questions without both answers, and
/// those of several turns. No prices, times and raw completions: a row may sum up several games.
ExportedFile alpaca_eval_annotations_file(std::span<const Question> questions,
                                          const AlpacaEvalComparison& comparison);

/// One line of leaderboard.csv. Rates are in percent; nullopt leaves a cell empty.
struct AlpacaEvalLeaderboardRow {
  std::string model;
  std::optional<double> win_rate = {};
  std::optional<double> standard_error = {};
  std::size_t n_wins = 0;
  std::size_t n_wins_base = 0;
  std::size_t n_draws = 0;
  std::size_t n_total = 0;
  std::optional<double> discrete_win_rate = {};
  std::string mode = "community";
  std::optional<long long> avg_length = {};  // code points, cut to a whole number
  std::optional<double> length_controlled_winrate = {};
  std::optional<double> lc_standard_error = {};
};

/// AlpacaEval's leaderboard.csv, with the columns of its second edition: the best
/// length-controlled win rate first, then, among those without one, the best win rate.
std::string alpaca_eval_leaderboard(std::vector<AlpacaEvalLeaderboardRow> rows);

}  // namespace evenhand
