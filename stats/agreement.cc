#include "stats/agreement.h"

#include <cstddef>
#include <map>

#include "base/check.h"

namespace evenhand {
namespace {

/// How often each value occurs among those that can be paired, in the order of the values.
using Counts = std::map<double, double>;

Counts pairable_counts(std::span<const std::vector<double>> units) {
  Counts counts;
  for (const std::vector<double>& unit : units) {
    if (unit.size() < 2) continue;
    for (const double value : unit) counts[value] += 1.0;
  }
  return counts;
}

double total_of(const Counts& counts) {
  double total = 0.0;
  for (const auto& [value, count] : counts) total += count;
  return total;
}

/// For each value, half its own count and all counts below: differences are distances of ranks.
Counts mean_ranks(const Counts& counts) {
  Counts ranks;
  double below = 0.0;
  for (const auto& [value, count] : counts) {
    ranks[value] = below + count / 2.0;
    below += count;
  }
  return ranks;
}

class SquaredDistance {
 public:
  SquaredDistance(const Counts& counts, MeasurementLevel level)
      : level_(level), ranks_(mean_ranks(counts)) {}

  double operator()(double a, double b) const {
    switch (level_) {
      case MeasurementLevel::nominal: return a == b ? 0.0 : 1.0;
      case MeasurementLevel::ordinal: return square(ranks_.at(a) - ranks_.at(b));
      case MeasurementLevel::interval: return square(a - b);
    }
    return 0.0;
  }

 private:
  static double square(double x) { return x * x; }

  MeasurementLevel level_;
  Counts ranks_;
};

}  // namespace

std::optional<double> cohen_kappa(std::span<const int> first, std::span<const int> second) {
  EVENHAND_CHECK(first.size() == second.size());
  const auto n = static_cast<double>(first.size());
  std::map<int, std::pair<double, double>> counts;
  double agreed = 0.0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    counts[first[i]].first += 1.0;
    counts[second[i]].second += 1.0;
    if (first[i] == second[i]) agreed += 1.0;
  }
  double by_chance = 0.0;
  for (const auto& [label, count] : counts) by_chance += count.first * count.second;
  // In counts, so that "always" is exact: n agreements by chance would be n * n.
  if (first.empty() || by_chance == n * n) return std::nullopt;
  return (agreed * n - by_chance) / (n * n - by_chance);
}

std::optional<double> krippendorff_alpha(std::span<const std::vector<double>> units,
                                         MeasurementLevel level) {
  const Counts counts = pairable_counts(units);
  const SquaredDistance distance(counts, level);
  double observed = 0.0;
  for (const std::vector<double>& unit : units) {
    if (unit.size() < 2) continue;
    double within = 0.0;
    for (const double a : unit) {
      for (const double b : unit) within += distance(a, b);
    }
    observed += within / static_cast<double>(unit.size() - 1);
  }
  double expected = 0.0;
  for (const auto& [a, count_a] : counts) {
    for (const auto& [b, count_b] : counts) expected += count_a * count_b * distance(a, b);
  }
  if (expected == 0.0) return std::nullopt;
  return 1.0 - (total_of(counts) - 1.0) * observed / expected;
}

}  // namespace evenhand
