#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// Battles of two models with one outcome, counted: a million battles of a hundred models are a few
/// thousand of these. `first_share` is 1 where the first won, 0 where the second did, 0.5 for a
/// tie.
struct CountedBattle {
  std::size_t first = 0;
  std::size_t second = 0;
  double first_share = 0.0;
  double count = 1.0;
};

/// What becomes of ties: half a win for each, or left out.
enum class TiesCount { half, not_at_all };

/// The groups within which strengths are finite and comparable, as a group number for each of
/// `models`: two models are in one group where each has scored against the other, at least by way
/// of others. More than one group and there is no finite maximum likelihood: a model that never
/// lost, never won or never met the rest would be rated by where the solver stops.
/// Requires model numbers below `models`.
std::vector<std::size_t> comparable_groups(std::span<const CountedBattle> battles,
                                           std::size_t models, TiesCount ties = TiesCount::half);

struct BradleyTerry {
  std::vector<double> strengths;  // log odds of a win between two are their difference; mean zero
  /// Robust (sandwich) covariance of the strengths, [model * models + model], battles independent.
  /// The strengths' mean is zero by choice, so look at differences where it matters.
  std::vector<double> covariance;

  /// Of one strength against the mean of all, normal approximation.
  Interval interval(std::size_t model, double coverage = 0.95) const;
  /// Of the difference of two strengths; does not depend on where zero is.
  Interval difference(std::size_t model, std::size_t other, double coverage = 0.95) const;
};

/// The maximum-likelihood strengths, by damped Newton steps to machine precision; the order of the
/// battles does not matter. nullopt for fewer than two models and where they are not all
/// comparable, see comparable_groups().
std::optional<BradleyTerry> fit_bradley_terry(std::span<const CountedBattle> battles,
                                              std::size_t models, TiesCount ties = TiesCount::half);

/// Bootstrap intervals of all strengths, each against the mean: battles are weighed by
/// Dirichlet(1, ..., 1), so no resample loses the battle that keeps models comparable, and
/// everything is fitted again. nullopt for all where fit_bradley_terry() has no value.
std::vector<std::optional<Interval>> bradley_terry_intervals(std::span<const CountedBattle> battles,
                                                             std::size_t models,
                                                             const BootstrapPlan& plan, Rng rng,
                                                             TiesCount ties = TiesCount::half);

/// The strengths behind those intervals, [resample][model]; none where fit_bradley_terry() has no
/// value.
std::vector<std::vector<double>> resampled_strengths(std::span<const CountedBattle> battles,
                                                     std::size_t models, const BootstrapPlan& plan,
                                                     Rng rng, TiesCount ties = TiesCount::half);

/// On the scale of Elo ratings: 400 points are odds of ten to one, zero is 1000.
double elo_of(double strength);

}  // namespace evenhand
