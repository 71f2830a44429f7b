#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stats/bootstrap.h"

namespace evenhand {

/// Pearson's correlation. nullopt for fewer than two pairs and where either side is constant.
/// Requires equal lengths.
std::optional<double> pearson_correlation(std::span<const double> x, std::span<const double> y);

/// Spearman's: Pearson's of the ranks, equal values sharing the mean of theirs.
std::optional<double> spearman_correlation(std::span<const double> x, std::span<const double> y);

/// Kendall's tau-b, which allows for equal values.
std::optional<double> kendall_correlation(std::span<const double> x, std::span<const double> y);

// 95 % intervals over things like those compared, by Fisher's z; they treat the things as
// independent. nullopt for fewer than five, and where the order is perfect or its reverse.

/// Variance (1 + rho^2 / 2) / (n - 3) (Bonett and Wright 2000).
std::optional<Interval> spearman_interval(double rho, std::size_t things);

/// Variance 0.437 / (n - 4) (Fieller, Hartley and Pearson 1957).
std::optional<Interval> kendall_interval(double tau, std::size_t things);

}  // namespace evenhand
