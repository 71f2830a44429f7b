#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap.h"

namespace evenhand {

// How well a suite tells models apart and orders them as people do (Li et al. 2024, "From
// Crowdsourced Data to High-Quality Benchmarks", by the formulas of the program that came with it).
// Models stand in the same order in all arguments.

struct Separability {
  std::size_t pairs = 0;
  std::size_t overlapping = 0;

  /// The share of pairs whose intervals do not overlap; nullopt for fewer than two models.
  std::optional<double> share() const;
};

/// Intervals that only touch do not overlap.
Separability separability_of(std::span<const Interval> intervals);

/// The share of pairs that both orders put the same way round; nullopt for fewer than two models.
std::optional<double> strict_agreement(std::span<const double> scores,
                                       std::span<const double> people);

/// A score with its interval.
struct ScoreInterval {
  double score = 0.0;
  Interval interval;
};

struct ConfidentAgreement {
  std::size_t pairs = 0;  // that people tell apart
  double points = 0.0;    // one for the same order, one half where the suite tells nothing

  std::optional<double> share() const;
};

ConfidentAgreement confident_agreement(std::span<const ScoreInterval> suite,
                                       std::span<const ScoreInterval> people);

struct ForecastLoss {
  double brier = 0.0;
  double log_loss = 0.0;  // in nats, probabilities kept 1e-15 away from 0 and 1
};

/// How probable the suite holds each pair's order to be (normal, from mean and variance of
/// bootstrapped scores, divided by n) against the order of people's scores. `rounds` has the
/// resampled scores of each model. nullopt for fewer than two models.
std::optional<ForecastLoss> pair_order_loss(std::span<const std::vector<double>> rounds,
                                            std::span<const double> people);

}  // namespace evenhand
