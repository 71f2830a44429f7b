#include "judge/emotion_score.h"

#include <cmath>
#include <numeric>

#include "base/check.h"

namespace evenhand {
namespace {

constexpr double kBest = 10.0;

}  // namespace

double distance_cost(double distance, DistanceOfFive at_five) {
  constexpr double kStraightFrom = 5.0;
  if (distance == 0.0) return 0.0;
  const bool curved =
      distance < kStraightFrom || (distance == kStraightFrom && at_five == DistanceOfFive::sigmoid);
  return curved ? 6.5 / (1.0 + std::exp(-1.2 * (distance - 4.0))) : distance;
}

double emotion_score(std::span<const double> answered, std::span<const double> key,
                     DistanceOfFive at_five) {
  EVENHAND_CHECK(answered.size() == key.size());
  constexpr double kWeight = 0.7477;  // chosen upstream, so that random answers come to about 0
  double cost = 0.0;
  for (std::size_t i = 0; i < key.size(); ++i) {
    cost += distance_cost(std::abs(answered[i] - key[i]), at_five);
  }
  return kBest - kWeight * cost;
}

std::optional<double> emotion_score_v1(std::span<const double> answered,
                                       std::span<const double> key) {
  EVENHAND_CHECK(answered.size() == key.size());
  const double sum = std::accumulate(answered.begin(), answered.end(), 0.0);
  if (sum <= 0.0) return std::nullopt;
  double distance = 0.0;
  for (std::size_t i = 0; i < key.size(); ++i) {
    distance += std::abs(answered[i] * kBest / sum - key[i]);
  }
  return kBest - distance;
}

}  // namespace evenhand
