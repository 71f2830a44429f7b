#include "stats/paired.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "stats/proportion.h"

namespace evenhand {
namespace {

constexpr std::size_t kFinestGrid = 1000;
// Additions of the exact distribution: about a second in a slow build.
constexpr std::size_t kMostWork = 300'000'000;
constexpr std::size_t kDraws = 10'000;
// Sums of floating-point numbers that are equal on paper.
constexpr double kRounding = 1e-9;

std::vector<double> not_zero(std::span<const double> differences) {
  std::vector<double> sizes;
  for (const double difference : differences) {
    if (std::abs(difference) > kRounding) sizes.push_back(difference);
  }
  return sizes;
}

bool lie_on_grid(std::span<const double> values, double steps) {
  return std::all_of(values.begin(), values.end(), [&](double value) {
    return std::abs(value * steps - std::round(value * steps)) < kRounding * steps;
  });
}

/// The values as whole multiples of 1/d for the smallest d that serves; empty where none does.
std::vector<std::int64_t> on_grid(std::span<const double> values) {
  for (std::size_t d = 1; d <= kFinestGrid; ++d) {
    const auto steps = static_cast<double>(d);
    if (!lie_on_grid(values, steps)) continue;
    std::vector<std::int64_t> multiples;
    for (const double value : values) multiples.push_back(std::llround(value * steps));
    return multiples;
  }
  return {};
}

/// The share of sign assignments whose sum is at least as far from zero as the one observed. The
/// sum of those that got a plus, U, is built up one difference at a time; the whole is 2 U - S.
double exact_p(std::span<const std::int64_t> multiples) {
  std::int64_t observed = 0;
  std::size_t span = 0;
  for (const std::int64_t multiple : multiples) {
    observed += multiple;
    span += static_cast<std::size_t>(std::abs(multiple));
  }
  std::vector<double> share(span + 1, 0.0);
  share[0] = 1.0;
  std::size_t reached = 0;
  for (const std::int64_t multiple : multiples) {
    const auto step = static_cast<std::size_t>(std::abs(multiple));
    reached += step;
    for (std::size_t u = reached + 1; u-- > 0;) {
      share[u] = 0.5 * (share[u] + (u >= step ? share[u - step] : 0.0));
    }
  }
  double p = 0.0;
  for (std::size_t u = 0; u <= span; ++u) {
    const std::int64_t sum = 2 * static_cast<std::int64_t>(u) - static_cast<std::int64_t>(span);
    if (std::abs(sum) >= std::abs(observed)) p += share[u];
  }
  return std::min(1.0, p);
}

double sampled_p(std::span<const double> values, Rng rng) {
  const double observed = std::abs(std::accumulate(values.begin(), values.end(), 0.0));
  std::size_t hits = 0;
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    double sum = 0.0;
    std::uint64_t signs = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % 64 == 0) signs = rng.next();
      sum += (signs & 1U) != 0 ? values[i] : -values[i];
      signs >>= 1;
    }
    if (std::abs(sum) >= observed - kRounding) ++hits;
  }
  return static_cast<double>(hits + 1) / static_cast<double>(kDraws + 1);
}

std::size_t work_of(std::span<const std::int64_t> multiples) {
  std::size_t span = 0;
  for (const std::int64_t multiple : multiples) {
    span += static_cast<std::size_t>(std::abs(multiple));
  }
  return span * multiples.size();
}

double standard_deviation_of(std::span<const double> values, double mean) {
  if (values.size() < 2) return 0.0;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

PairedTest sign_flip_test(std::span<const double> differences, Rng rng) {
  const std::vector<double> values = not_zero(differences);
  if (values.empty()) return {};
  const std::vector<std::int64_t> multiples = on_grid(values);
  if (!multiples.empty() && work_of(multiples) <= kMostWork) {
    return {.p = exact_p(multiples), .method = TestMethod::exact};
  }
  return {.p = sampled_p(values, rng), .method = TestMethod::sampled};
}

PairedDifference paired_difference(std::span<const double> differences, double range,
                                   const BootstrapPlan& plan, Rng rng) {
  PairedDifference paired{.questions = differences.size(), .interval = std::nullopt, .test = {}};
  if (differences.empty()) return paired;
  paired.mean = std::accumulate(differences.begin(), differences.end(), 0.0) /
                static_cast<double>(differences.size());
  paired.interval = mean_interval(differences, plan, {.low = -range, .high = range}, rng);
  paired.standard_deviation = standard_deviation_of(differences, paired.mean);
  for (const double difference : differences) {
    ++(difference > kRounding    ? paired.better
       : difference < -kRounding ? paired.worse
                                 : paired.equal);
  }
  paired.test = sign_flip_test(differences, Rng::for_purpose(rng.next(), "sign flips"));
  paired.sign_p = mcnemar_exact(paired.better, paired.worse);
  return paired;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto left = static_cast<double>(order.size() - i);
    largest = std::max(largest, std::min(1.0, left * p_values[order[i]]));
    adjusted[order[i]] = largest;
  }
  return adjusted;
}

}  // namespace evenhand
