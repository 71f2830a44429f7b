#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/arena_hard.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// Length, headers, lists, bold: in this order everywhere.
inline constexpr std::size_t kArenaHardFeatures = 4;
using FormValues = std::array<double, kArenaHardFeatures>;

/// How the form of two answers becomes features of the model's answer against the baseline's.
enum class FormDifference {
  of_counts,     // v0.1: (m - b) / (m + b + 1) of each
  of_densities,  // v2.0: (m - b) / (m + b) of lengths; headers, lists and bold per token before
};

/// Counts of one answer each; lengths in tokens. Two empty answers do not differ in length.
FormValues form_difference(const FormValues& model, const FormValues& baseline,
                           FormDifference difference);

/// Games with the features of their answers.
struct FormedRow {
  ArenaHardRow row;
  FormValues form = {};
};

enum class Deviation { of_population, of_sample };  // divided by n (v0.1) or n - 1 (v2.0)

/// Moves and scales each feature to mean 0 and deviation 1 over rows, each as often as it counts. A
/// feature that is the same everywhere becomes 0, so that it has no say.
void standardize(std::vector<FormedRow>& rows, Deviation deviation);

/// The log odds that the model wins: model - baseline + features * coefficients.
struct StyleModel {
  std::array<bool, kArenaHardFeatures> features = {true, true, true, true};

  /// v0.1: strengths in units of ln 10, every row twice, and half the sum of all squared weights as
  /// a penalty (scikit-learn's C = 1). v2.0: none of it, from strengths of 0.5 each.
  enum class Kind { v0_1, v2_0 };
  Kind kind = Kind::v2_0;

  /// `exact` is the optimum, by damped Newton steps. `as_upstream` does what upstream's v2.0
  /// optimizer does: 50 steps of L-BFGS a tenth as long as they should be, which do not arrive;
  /// win rates are drawn towards one half, by a quarter of a point in a typical board. v0.1 has
  /// only `exact`.
  enum class Optimizer { exact, as_upstream };
  Optimizer optimizer = Optimizer::exact;
};

struct StyleFit {
  /// nullopt: no rows. At the optimum of v2.0 a model that won or lost all its rows has an infinite
  /// strength.
  std::vector<std::optional<double>> strengths;
  double baseline = 0.0;
  FormValues coefficients = {};  // of standardized features; 0 for those not asked for

  /// In [0, 1], against the baseline, were the two answers of equal form.
  std::optional<double> win_rate(std::size_t model) const;

  double unit = 1.0;  // of strengths, in log odds
};

/// nullopt where there is no optimum (features that tell winners from losers without fail), and for
/// no rows. `times` says how often each row counts besides its own count; empty: once.
std::optional<StyleFit> fit_style(std::span<const FormedRow> rows, std::size_t models,
                                  const StyleModel& model, std::span<const double> times = {});

/// Intervals of the win rates, then of the four coefficients. Features keep their scale, everything
/// else is fitted again on each resample.
struct StyleIntervals {
  std::vector<std::optional<Interval>> win_rates;
  std::array<std::optional<Interval>, kArenaHardFeatures> coefficients = {};
};

/// Resampled by question, all models together, since they answer the same ones.
StyleIntervals style_intervals(std::span<const FormedRow> rows, std::size_t models,
                               const StyleModel& model, const BootstrapPlan& plan, Rng rng);

/// Fits of upstream's rounds: rows of all models in one pot. A round without a fit is nullopt.
std::vector<std::optional<StyleFit>> resampled_style_fits(std::span<const FormedRow> rows,
                                                          std::size_t models,
                                                          const StyleModel& model,
                                                          std::size_t rounds,
                                                          const RowPicker& pick);

}  // namespace evenhand
