#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "formats/battles.h"
#include "run/rate.h"

namespace evenhand {

/// The battles of models that are connected by them, and the models' numbers from 0.
struct ConnectedBattles {
  std::size_t models = 0;
  std::vector<Battle> battles;      // model numbers are these
  std::vector<BattleStyle> styles;  // one a battle, or none
};

/// What one component comes to, by the numbers of its models.
struct RatedComponent {
  std::vector<std::optional<double>> ratings;  // Elo scale, the mean of those rated is 1000
  std::vector<std::optional<Interval>> intervals;
  std::vector<std::optional<std::size_t>> rank_lower;
  std::vector<std::optional<std::size_t>> rank_upper;
  std::vector<bool> separated;
  struct Open {
    std::size_t ahead = 0;
    std::size_t behind = 0;
    double difference = 0.0;  // rating points
    std::optional<double> battles_needed = {};
  };
  std::vector<Open> open;
  std::array<std::optional<double>, kStyleFeatures> style = {};
  std::array<std::optional<Interval>, kStyleFeatures> style_intervals = {};
  std::optional<double> tie_weight = {};
};

/// Rates one component by the method that was ordered. `seed_name` tells its random stream from
/// those of other components.
RatedComponent rate_component(const ConnectedBattles& battles, const RateOrder& order,
                              const std::string& seed_name);

}  // namespace evenhand
