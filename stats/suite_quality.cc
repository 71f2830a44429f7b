#include "stats/suite_quality.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

bool overlap(const Interval& a, const Interval& b) {
  return std::max(a.low, b.low) < std::min(a.high, b.high);
}

/// Mean and variance, divided by n.
struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

Moments moments_of(std::span<const double> values) {
  EVENHAND_CHECK(!values.empty());
  const auto n = static_cast<double>(values.size());
  Moments moments;
  for (const double value : values) moments.mean += value / n;
  for (const double value : values) {
    moments.variance += (value - moments.mean) * (value - moments.mean) / n;
  }
  return moments;
}

/// That a model is worse than another. Without any spread the means decide.
double probability_of_less(const Moments& a, const Moments& b) {
  const double spread = std::sqrt(a.variance + b.variance);
  if (spread == 0.0) return a.mean < b.mean ? 1.0 : a.mean > b.mean ? 0.0 : 0.5;
  return normal_cdf((b.mean - a.mean) / spread);
}

double points_of(const ScoreInterval& a, const ScoreInterval& b, bool a_is_better) {
  if (overlap(a.interval, b.interval)) return 0.5;
  return (a.score > b.score) == a_is_better ? 1.0 : 0.0;
}

}  // namespace

std::optional<double> Separability::share() const {
  if (pairs == 0) return std::nullopt;
  return static_cast<double>(pairs - overlapping) / static_cast<double>(pairs);
}

Separability separability_of(std::span<const Interval> intervals) {
  Separability result;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    for (std::size_t j = i + 1; j < intervals.size(); ++j) {
      ++result.pairs;
      if (overlap(intervals[i], intervals[j])) ++result.overlapping;
    }
  }
  return result;
}

std::optional<double> strict_agreement(std::span<const double> scores,
                                       std::span<const double> people) {
  EVENHAND_CHECK(scores.size() == people.size());
  if (scores.size() < 2) return std::nullopt;
  std::size_t pairs = 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = i + 1; j < scores.size(); ++j) {
      ++pairs;
      if ((scores[i] < scores[j]) == (people[i] < people[j])) ++same;
    }
  }
  return static_cast<double>(same) / static_cast<double>(pairs);
}

std::optional<double> ConfidentAgreement::share() const {
  if (pairs == 0) return std::nullopt;
  return points / static_cast<double>(pairs);
}

ConfidentAgreement confident_agreement(std::span<const ScoreInterval> suite,
                                       std::span<const ScoreInterval> people) {
  EVENHAND_CHECK(suite.size() == people.size());
  ConfidentAgreement agreement;
  for (std::size_t i = 0; i < suite.size(); ++i) {
    for (std::size_t j = i + 1; j < suite.size(); ++j) {
      if (overlap(people[i].interval, people[j].interval)) continue;
      ++agreement.pairs;
      agreement.points += points_of(suite[i], suite[j], people[i].score > people[j].score);
    }
  }
  return agreement;
}

std::optional<ForecastLoss> pair_order_loss(std::span<const std::vector<double>> rounds,
                                            std::span<const double> people) {
  EVENHAND_CHECK(rounds.size() == people.size());
  if (rounds.size() < 2) return std::nullopt;
  std::vector<Moments> moments;
  for (const std::vector<double>& values : rounds) moments.push_back(moments_of(values));
  ForecastLoss loss;
  double pairs = 0.0;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    for (std::size_t j = i + 1; j < moments.size(); ++j) {
      constexpr double kEdge = 1e-15;
      const double p = probability_of_less(moments[i], moments[j]);
      const double truth = people[i] < people[j] ? 1.0 : 0.0;
      loss.brier += (p - truth) * (p - truth);
      const double said = std::clamp(truth > 0.5 ? p : 1.0 - p, kEdge, 1.0 - kEdge);
      loss.log_loss -= std::log(said);
      pairs += 1.0;
    }
  }
  loss.brier /= pairs;
  loss.log_loss /= pairs;
  return loss;
}

}  // namespace evenhand
