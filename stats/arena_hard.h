#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// What one game of Arena-Hard is worth to the model: `count` equal rows of `share`. A clear
/// verdict counts as several rows, a slight one and a tie as one.
struct ArenaHardRow {
  std::size_t model = 0;     // below the number of models
  std::size_t question = 0;  // below the number of questions
  double share = 0.0;        // of the model: 1, 0 or, for a tie, 0.5
  std::uint32_t count = 1;
};

/// The mean share over rows, for each model; nullopt for one without rows. It is upstream's score
/// of v2.0, and also the maximum-likelihood win rate of v0.1: everybody meets the baseline only, so
/// Bradley and Terry's model has a closed form and unbeaten models need no special care.
std::vector<std::optional<double>> arena_hard_scores(std::span<const ArenaHardRow> rows,
                                                     std::size_t models);

/// Intervals of arena_hard_scores(), resampled by question: all rows of a question, from both games
/// and all judges, are drawn together, as they are about the same two answers. A Bayesian
/// bootstrap of the ratio of sums, with half a question of the usual number of rows at either end
/// of the scale, as mean_interval() has it. nullopt for fewer than two questions.
std::vector<std::optional<Interval>> arena_hard_intervals(std::span<const ArenaHardRow> rows,
                                                          std::size_t models,
                                                          const BootstrapPlan& plan, Rng rng);

/// Which rows a round of a row bootstrap holds: as many numbers below `rows` as there are rows.
/// Rounds are asked for in order.
using RowPicker = std::function<std::vector<std::size_t>(std::size_t round, std::size_t rows)>;

RowPicker rows_from(Rng rng);

/// As pandas draws after numpy.random.seed(seed): one stream through all rounds.
RowPicker rows_from_numpy(std::uint32_t seed);

/// Means of one model's rows in each round, as upstream v2.0 resamples them: every row by itself
/// and within the model. `rows` are all of one model. Rows of one question hang together, so the
/// intervals of such means are too narrow; docs/arena_hard.md has the figures.
std::vector<double> resampled_row_means(std::span<const ArenaHardRow> rows, std::size_t rounds,
                                        const RowPicker& pick);

/// Means of each model in each round, as v0.1 resamples: rows of all models in one pot.
/// [model][round]; a round without rows of a model has no entry for it.
std::vector<std::vector<double>> resampled_joint_means(std::span<const ArenaHardRow> rows,
                                                       std::size_t models, std::size_t rounds,
                                                       const RowPicker& pick);

/// Percentiles on either side of the given coverage, interpolated between neighbours. Requires at
/// least one value.
Interval percentiles_of(std::vector<double> values, double coverage);

/// The same, interpolated on the scale of Elo ratings, as v0.1 does. Values are win rates.
Interval elo_percentiles_of(std::vector<double> win_rates, double coverage);

}  // namespace evenhand
