#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/battles.h"
#include "run/world.h"
#include "stats/battle_matrices.h"
#include "stats/bootstrap.h"

namespace evenhand {

enum class RateMethod { bradley_terry, elo };

/// Half a win for each; left out; or an outcome of its own with a parameter of its own.
enum class TieRule { half, drop, davidson };

/// Intervals from resampled battles, or from the curvature and scatter at the optimum, which is as
/// good for many battles and takes no time.
enum class RateIntervals { bootstrap, sandwich };

/// What `evenhand rate` was told.
struct RateOrder {
  BattleOrder battles;
  RateMethod method = RateMethod::bradley_terry;
  TieRule ties = TieRule::half;
  RateIntervals intervals = RateIntervals::bootstrap;
  double k = 4.0;  // of Elo
  std::optional<std::pair<std::string, double>> anchor =
      {};  // model and the rating it is shown with
  bool allow_disconnected = false;
  std::size_t resamples = 1000;  // 0: no intervals
  std::uint64_t seed = 0;
};

struct RatingRow {
  std::string model;
  std::size_t component = 0;          // places in RateBoard::components
  std::optional<double> rating = {};  // Elo scale; nullopt where no finite rating exists
  std::optional<Interval> interval = {};
  /// One more than the models better beyond doubt, and the last place that is not ruled out; within
  /// the component. nullopt without a rating or without intervals.
  std::optional<std::size_t> rank_lower = {};
  std::optional<std::size_t> rank_upper = {};
  std::size_t battles = 0;
  std::size_t wins = 0;
  std::size_t losses = 0;
  std::size_t ties = 0;
  /// Unbeaten, winless, or only comparable through such: whatever it is rated would be invented.
  bool separated = false;
};

/// Two neighbours by rating whose order the battles do not settle.
struct OpenQuestion {
  std::string ahead;
  std::string behind;
  double difference = 0.0;                    // rating points
  std::optional<double> battles_needed = {};  // further ones between the two: see rating_spread.h
};

struct StyleCoefficient {
  std::string feature;
  std::optional<double> value = {};  // log-odds for one standard deviation; nullopt: never varies
  std::optional<Interval> interval = {};
};

struct RateBoard {
  std::vector<RatingRow> rows;                       // best first; those without a rating last
  std::vector<std::vector<std::string>> components;  // largest first
  std::vector<OpenQuestion> open;
  std::vector<StyleCoefficient> style;    // empty without style control
  std::optional<double> tie_weight = {};  // of Davidson's model: see stats/davidson.h
  BattleMatrices matrices;                // without ties; in the order of `rows`
  std::vector<std::optional<double>> average_win_rates;  // in the order of `rows`
  std::vector<std::vector<std::optional<double>>>
      predicted;            // win rates, from ratings, in that order
  std::size_t battles = 0;  // rated
  std::size_t read = 0;
  std::size_t filtered_out = 0;
  std::size_t bad = 0;
  std::vector<std::string> warnings;
};

/// Ratings from pairwise battles; calls nobody. Errors: what read_battles() refuses; models in
/// several components, where that is not allowed; an anchor that never fought; no battle that
/// counts.
Result<RateBoard> rate(const RateOrder& order, const World& world);

}  // namespace evenhand
