#pragma once

#include <optional>
#include <span>
#include <vector>

namespace evenhand {

/// Cohen's kappa of two judges over the same things, in the same order: agreement beyond what
/// their own frequencies would give by chance. nullopt for no labels, and where chance alone
/// agrees always (one label throughout). Requires equal lengths.
std::optional<double> cohen_kappa(std::span<const int> first, std::span<const int> second);

/// How far apart two values are: not at all or wholly, by their ranks, or by their difference.
enum class MeasurementLevel { nominal, ordinal, interval };

/// Krippendorff's alpha of any number of judges: 1 is full agreement, 0 what chance gives. One
/// list of values for each thing judged, missing ones left out. nullopt where fewer than two values
/// can be paired or all of them are equal. (Krippendorff 2011, "Computing Krippendorff's
/// alpha-reliability")
std::optional<double> krippendorff_alpha(std::span<const std::vector<double>> units,
                                         MeasurementLevel level);

}  // namespace evenhand
