#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// How a p value came about: from all ways the signs could have fallen, or from a sample of them.
enum class TestMethod { exact, sampled };

struct PairedTest {
  double p = 1.0;
  TestMethod method = TestMethod::exact;
};

/// Fisher's randomisation test of paired differences, two-sided: how often a mean at least as far
/// from zero comes about where each difference could as well have had the other sign. Tests the
/// mean itself, whatever the size of single differences; for differences of -1, 0 and 1 it is
/// McNemar's exact test.
///
/// Exact where the differences are multiples of some 1/d with d up to 1000, as scores from games
/// are, and their number allows it; else from 10,000 draws, as (hits + 1) / (draws + 1). Requires
/// finite differences.
PairedTest sign_flip_test(std::span<const double> differences, Rng rng);

/// One minus other, question by question, where both have a score.
struct PairedDifference {
  std::size_t questions = 0;         // that both have a score for
  double mean = 0.0;                 // 0 without questions
  std::optional<Interval> interval;  // 95 %, resampled by question; see mean_interval()
  double standard_deviation = 0.0;   // of the differences; 0 for fewer than two
  std::size_t better = 0;            // questions with a difference above, at, below zero
  std::size_t equal = 0;
  std::size_t worse = 0;
  PairedTest test;      // of the mean: sign_flip_test()
  double sign_p = 1.0;  // of the directions alone: the sign test, exact
};

/// `range` is how far apart two scores can be: 1 for win rates. `rng` is for intervals and draws.
/// Requires differences within the range.
PairedDifference paired_difference(std::span<const double> differences, double range,
                                   const BootstrapPlan& plan, Rng rng);

/// Holm's adjustment for that many tests at once, in the order of the arguments: what is below 0.05
/// afterwards keeps the chance of any false alarm among all of them below 5 %.
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace evenhand
