#pragma once

#include <optional>
#include <span>

namespace evenhand {

/// How a distance of exactly 5 counts: as 5, as in every number that EQ-Bench published, or on
/// the curve, as in its present code (4.995). The difference is at most 0.02 of 100.
enum class DistanceOfFive { linear, sigmoid };

/// What a distance between an intensity and the key's costs in version 2: 0 for 0, a logistic
/// curve below 5, the distance itself from there on. Requires a distance of at least 0.
double distance_cost(double distance, DistanceOfFive at_five);

/// EQ-Bench version 2: 10 minus 0.7477 times the costs of all distances. Random answers come to
/// about 0; it has no lower end but the scale's (-19.9 for four emotions from 0 to 10).
double emotion_score(std::span<const double> answered, std::span<const double> key,
                     DistanceOfFive at_five);

/// EQ-Bench version 1: the answer is scaled to a sum of 10, then 10 minus the distances; nullopt
/// for an answer that sums to 0. The key is the normalised one.
std::optional<double> emotion_score_v1(std::span<const double> answered,
                                       std::span<const double> key);

}  // namespace evenhand
