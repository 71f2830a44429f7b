#include "stats/elo.h"

#include <cmath>

namespace evenhand {
namespace {

class EloTable {
 public:
  EloTable(std::size_t models, const EloRules& rules)
      : rules_(rules),
        steepness_(std::log(rules.base) / rules.scale),
        ratings_(models, rules.start) {}

  void play(const TimedBattle& battle) {
    double& a = ratings_[battle.a];
    double& b = ratings_[battle.b];
    const double expected = 1.0 / (1.0 + std::exp(steepness_ * (b - a)));
    const double move = rules_.k * (battle.share_a - expected);
    a += move;
    b -= move;
  }

  std::vector<double> take() { return std::move(ratings_); }

 private:
  const EloRules& rules_;
  double steepness_;
  std::vector<double> ratings_;
};

}  // namespace

std::vector<double> online_elo(std::span<const TimedBattle> battles, std::size_t models,
                               const EloRules& rules) {
  EloTable table(models, rules);
  for (const TimedBattle& battle : battles) table.play(battle);
  return table.take();
}

std::vector<std::vector<double>> resampled_elo(std::span<const TimedBattle> battles,
                                               std::size_t models, const EloRules& rules,
                                               const BootstrapPlan& plan, Rng rng) {
  return resampled_values(plan, rng, [&](Rng own) {
    EloTable table(models, rules);
    for (std::size_t i = 0; i < battles.size(); ++i) table.play(battles[own.below(battles.size())]);
    return table.take();
  });
}

}  // namespace evenhand
