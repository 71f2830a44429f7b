#include "stats/battle_matrices.h"

#include <algorithm>
#include <numeric>

namespace evenhand {
namespace {

using Square = std::vector<std::vector<double>>;

std::optional<double> mean_within(const std::vector<std::optional<double>>& row,
                                  const std::vector<bool>& counts) {
  double sum = 0.0;
  double met = 0.0;
  for (std::size_t other = 0; other < row.size(); ++other) {
    if (!row[other] || !counts[other]) continue;
    sum += *row[other];
    met += 1.0;
  }
  if (met == 0.0) return std::nullopt;
  return sum / met;
}

}  // namespace

BattleMatrices battle_matrices(std::span<const CountedBattle> battles, std::size_t models) {
  Square wins(models, std::vector<double>(models, 0.0));
  Square all = wins;
  for (const CountedBattle& battle : battles) {
    all[battle.first][battle.second] += battle.count;
    all[battle.second][battle.first] += battle.count;
    if (battle.first_share == 1.0) wins[battle.first][battle.second] += battle.count;
    if (battle.first_share == 0.0) wins[battle.second][battle.first] += battle.count;
  }
  BattleMatrices matrices{.counts = Square(models, std::vector<double>(models, 0.0)),
                          .win_fraction = {}};
  matrices.win_fraction.assign(models, std::vector<std::optional<double>>(models));
  matrices.win_fraction_of_all = matrices.win_fraction;
  for (std::size_t a = 0; a < models; ++a) {
    for (std::size_t b = 0; b < models; ++b) {
      const double met = wins[a][b] + wins[b][a];
      matrices.counts[a][b] = met;
      if (a == b) continue;
      if (met > 0.0) matrices.win_fraction[a][b] = wins[a][b] / met;
      if (all[a][b] > 0.0) matrices.win_fraction_of_all[a][b] = wins[a][b] / all[a][b];
    }
  }
  return matrices;
}

std::vector<std::optional<double>> average_win_rates(const BattleMatrices& matrices,
                                                     std::size_t best) {
  const std::size_t models = matrices.win_fraction.size();
  std::vector<bool> everybody(models, true);
  std::vector<std::optional<double>> means;
  for (const auto& row : matrices.win_fraction) means.push_back(mean_within(row, everybody));
  if (best >= models) return means;

  std::vector<std::size_t> order(models);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return means[a] > means[b]; });
  std::vector<bool> chosen(models, false);
  for (std::size_t i = 0; i < best; ++i) chosen[order[i]] = true;
  std::vector<std::optional<double>> among_best(models);
  for (std::size_t model = 0; model < models; ++model) {
    if (chosen[model]) among_best[model] = mean_within(matrices.win_fraction[model], chosen);
  }
  return among_best;
}

}  // namespace evenhand
