#pragma once

#include <cstddef>
#include <optional>

#include "stats/bootstrap.h"

namespace evenhand {

/// Wilson's score interval for a share of independent yes-or-no outcomes. Never leaves [0, 1] and
/// never has zero width. Requires successes <= trials; nullopt for no trials.
std::optional<Interval> wilson_interval(std::size_t successes, std::size_t trials,
                                        double coverage = 0.95);

/// The exact interval of Clopper and Pearson: never below the stated coverage, so wider.
/// Requires successes <= trials; nullopt for no trials.
std::optional<Interval> clopper_pearson_interval(std::size_t successes, std::size_t trials,
                                                 double coverage = 0.95);

/// McNemar's exact test of two candidates on the same questions: the two-sided p value, from how
/// many questions only the first won and only the second won. 1 where they never differ.
double mcnemar_exact(std::size_t only_first, std::size_t only_second);

/// The share of wins behind an observed one, for a judge whose errors are known from calibration:
/// (observed + specificity - 1) / (sensitivity + specificity - 1), cut to [0, 1]. `sensitivity` is
/// how often it calls a win a win, `specificity` how often a loss a loss. nullopt where their sum
/// is at most 1: such a judge carries no information. (Rogan and Gladen 1978)
std::optional<double> corrected_share(double observed, double specificity, double sensitivity);

}  // namespace evenhand
