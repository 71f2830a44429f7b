#pragma once

#include <optional>
#include <span>

namespace evenhand {

/// Pearson's correlation. nullopt for fewer than two pairs and where either side is constant.
/// Requires equal lengths.
std::optional<double> pearson_correlation(std::span<const double> x, std::span<const double> y);

/// Spearman's: Pearson's of the ranks, equal values sharing the mean of theirs.
std::optional<double> spearman_correlation(std::span<const double> x, std::span<const double> y);

/// Kendall's tau-b, which allows for equal values.
std::optional<double> kendall_correlation(std::span<const double> x, std::span<const double> y);

}  // namespace evenhand
