#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/bradley_terry.h"

namespace evenhand {

/// Every two models' battles, whoever sat where. [row][column]
struct BattleMatrices {
  std::vector<std::vector<double>> counts;  // without ties; symmetric
  /// Battles that the row's model won, of those that somebody won, and of all; nullopt: none.
  std::vector<std::vector<std::optional<double>>> win_fraction;
  std::vector<std::vector<std::optional<double>>> win_fraction_of_all = {};
};

BattleMatrices battle_matrices(std::span<const CountedBattle> battles, std::size_t models);

/// The unweighted mean of a model's win fractions against those it met; nullopt where it met
/// nobody. With `best` below the number of models: of so many with the highest means, against each
/// other.
std::vector<std::optional<double>> average_win_rates(const BattleMatrices& matrices,
                                                     std::size_t best);

}  // namespace evenhand
