#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// Length, headers, lists, bold text: what Chatbot Arena holds equal.
inline constexpr std::size_t kFormFeatures = 4;
using FormCounts = std::array<double, kFormFeatures>;

/// A battle and how the two answers look. Counts are of both sides, not negative.
struct StyledBattle {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double share_a = 0.5;
  FormCounts form_a = {};
  FormCounts form_b = {};
};

/// Which of the features take part.
using FormMask = std::array<bool, kFormFeatures>;
inline constexpr FormMask kAllForm = {true, true, true, true};

struct StyleControl {
  std::vector<double> strengths;  // log-odds at equal form, mean zero
  /// Log-odds for a difference of one standard deviation in a's favour; nullopt for a feature that
  /// takes no part or never varies.
  std::array<std::optional<double>, kFormFeatures> coefficients;
  FormCounts means = {};       // of the normalised differences
  FormCounts deviations = {};  // population standard deviations of the same
};

/// Chatbot Arena's style-controlled Bradley-Terry, solved to machine precision:
///
///   log odds = strength_a - strength_b + sum_k coefficient_k * z_k,
///
/// z_k being (a_k - b_k) / (a_k + b_k + 1) standardised over all battles, counts cut to whole
/// numbers, and half of `penalty` times the squares of coefficients and of strengths / ln 10
/// added to the loss (0.5 as published). With a penalty above zero the optimum always exists;
/// without one it needs comparable models, see comparable_groups(), and nullopt says where there is
/// none. Requires model numbers below `models`.
std::optional<StyleControl> fit_style_control(std::span<const StyledBattle> battles,
                                              std::size_t models, const FormMask& features,
                                              double penalty = 0.5);

/// The strengths, then the coefficients (0 where there is none), where battle i counts weights[i]
/// times; the standardisation stays that of `fit`, which is of the same battles.
std::vector<double> refit_style_control(std::span<const StyledBattle> battles,
                                        const StyleControl& fit, double penalty,
                                        std::span<const double> weights);

/// The same in every resample, [resample][value]: battles are weighed by Dirichlet(1, ..., 1).
std::vector<std::vector<double>> resampled_style_control(std::span<const StyledBattle> battles,
                                                         const StyleControl& fit, double penalty,
                                                         const BootstrapPlan& plan, Rng rng);

}  // namespace evenhand
