#include "stats/length_control.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/l1_logistic.h"

namespace evenhand {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kPenalties = 10;
constexpr double kGamedWeight = 0.1;  // 0.2 over two gamed baselines
constexpr double kExact = 1e-13;      // log odds: a last step so small leaves rounding only
constexpr double kClose = 1e-3;       // leaves about its square, a ten-thousandth of a point
constexpr double kSettled = 1e-7;     // steps square the distance: enough to compare penalties by
constexpr std::size_t kMergedPerFold = 32;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// Ten values from 1e-4 to 1e4, equally far apart in their logarithms.
double penalty_at(std::size_t i) {
  return std::pow(10.0, -4.0 + 8.0 * static_cast<double>(i) / (kPenalties - 1.0));
}

/// Training rows by the fold that holds them out.
template <class T>
using ByFold = std::array<T, kFolds>;

struct Training {
  ByFold<LogisticRows> own{LogisticRows(1), LogisticRows(1), LogisticRows(1), LogisticRows(1),
                           LogisticRows(1)};
  ByFold<LogisticRows> gamed{LogisticRows(0), LogisticRows(0), LogisticRows(0), LogisticRows(0),
                             LogisticRows(0)};

  /// All blocks but those of one fold; kFolds for no fold.
  std::vector<const LogisticRows*> without(std::size_t fold) const {
    std::vector<const LogisticRows*> blocks;
    for (std::size_t f = 0; f < kFolds; ++f) {
      if (f == fold) continue;
      blocks.push_back(&gamed.at(f));
      blocks.push_back(&own.at(f));
    }
    return blocks;
  }
};

class LengthControl {
 public:
  LengthControl(std::span<const LengthControlRow> rows, std::span<const GamedRow> gamed)
      : rows_(rows), gamed_rows_(gamed.size()) {
    for (const LengthControlRow& row : rows) {
      if (row.preference) ++trained_;
    }
    for (std::size_t k = 0; k < gamed.size(); ++k) {
      gamed_.at(fold_of(k))
          .add({.length = std::tanh(gamed[k].standardized_length),
                .difficulty = gamed[k].difficulty,
                .outcome = gamed[k].preference,
                .weight = kGamedWeight});
    }
  }

  bool can_fit() const { return trained_ >= kFolds; }

  /// Trades the gamed rows for fewer that stand for them near those weights, where speed counts.
  void merge_gamed_rows(const LengthControlWeights& near) {
    for (LogisticRows& rows : gamed_) {
      rows = rows.merged(kMergedPerFold, {near.length, near.difficulty, near.candidate});
    }
  }

  /// With row i there counts[i] times.
  LengthControlFit fit(std::span<const std::uint32_t> counts, double tolerance) const;

 private:
  std::size_t fold_of(std::size_t k) const { return (gamed_rows_ + trained_ - 1 - k) % kFolds; }
  double length_scale(std::span<const std::uint32_t> counts) const;
  Training training(std::span<const std::uint32_t> counts) const;
  void predict(std::span<const std::uint32_t> counts, LengthControlFit& fit) const;

  std::span<const LengthControlRow> rows_;
  std::size_t gamed_rows_;
  std::size_t trained_ = 0;
  ByFold<LogisticRows> gamed_ = Training().gamed;
};

struct Moments {
  double count = 0.0;
  double mean = 0.0;
  double variance = 0.0;  // n - 1 in the denominator
};

template <class ValueOf>
Moments moments_of(std::span<const std::uint32_t> counts, ValueOf value_of) {
  Moments moments;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    moments.count += counts[i];
    if (counts[i] != 0) moments.mean += counts[i] * value_of(i);
  }
  moments.mean /= moments.count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const double off = value_of(i) - moments.mean;
    moments.variance += counts[i] * off * off;
  }
  moments.variance /= std::max(1.0, moments.count - 1.0);
  return moments;
}

double LengthControl::length_scale(std::span<const std::uint32_t> counts) const {
  const Moments moments = moments_of(
      counts, [&](std::size_t i) { return rows_[i].baseline_length - rows_[i].candidate_length; });
  return std::sqrt(moments.variance);
}

Training LengthControl::training(std::span<const std::uint32_t> counts) const {
  Training training;
  training.gamed = gamed_;
  const double scale = length_scale(counts);
  std::size_t k = gamed_rows_;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const LengthControlRow& row = rows_[i];
    if (!row.preference) continue;
    const std::size_t fold = fold_of(k++);
    if (counts[i] == 0) continue;
    const double difference = row.baseline_length - row.candidate_length;
    training.own.at(fold).add({.length = scale > 0.0 ? std::tanh(difference / scale) : 0.0,
                               .difficulty = row.difficulty,
                               .outcome = *row.preference,
                               .weight = static_cast<double>(counts[i]),
                               .count = static_cast<double>(counts[i])});
  }
  return training;
}

/// The C that predicts held-out rows best; the smaller one where two are as good.
double best_penalty(const Training& training, double tolerance) {
  std::array<double, kPenalties> scores = {};
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const auto blocks = training.without(fold);
    Weights3 weights = {};
    for (std::size_t i = 0; i < kPenalties; ++i) {
      weights = fit_l1_logistic(blocks, penalty_at(i), weights, std::max(tolerance, kSettled));
      const auto gamed = training.gamed.at(fold).plus(LogisticRows::Loss{}, weights);
      const auto loss = training.own.at(fold).plus(gamed, weights);
      if (loss.count > 0.0) scores.at(i) -= loss.sum / loss.count;
    }
  }
  const auto best = std::max_element(scores.begin(), scores.end());
  return penalty_at(static_cast<std::size_t>(best - scores.begin()));
}

void LengthControl::predict(std::span<const std::uint32_t> counts, LengthControlFit& fit) const {
  const Moments moments = moments_of(counts, [&](std::size_t i) {
    return sigmoid(fit.weights.difficulty * rows_[i].difficulty + fit.weights.candidate);
  });
  fit.win_rate = moments.mean;
  fit.published_standard_error = std::sqrt(moments.variance / moments.count);
}

LengthControlFit LengthControl::fit(std::span<const std::uint32_t> counts, double tolerance) const {
  const Training data = training(counts);
  LengthControlFit fit{.inverse_penalty = best_penalty(data, tolerance)};
  const Weights3 weights =
      fit_l1_logistic(data.without(kFolds), fit.inverse_penalty, {}, tolerance);
  fit.weights = {.length = weights[0], .difficulty = weights[1], .candidate = weights[2]};
  predict(counts, fit);
  return fit;
}

bool all_preferences_equal(std::span<const LengthControlRow> rows) {
  std::optional<double> first;
  for (const LengthControlRow& row : rows) {
    if (!row.preference) continue;
    if (first && *row.preference != *first) return false;
    first = row.preference;
  }
  return true;
}

}  // namespace

std::optional<LengthControlFit> fit_length_control(std::span<const LengthControlRow> rows,
                                                   std::span<const GamedRow> gamed) {
  const LengthControl control(rows, gamed);
  if (!control.can_fit()) return std::nullopt;
  return control.fit(std::vector<std::uint32_t>(rows.size(), 1), kExact);
}

std::optional<Interval> length_control_interval(std::span<const LengthControlRow> rows,
                                                std::span<const GamedRow> gamed,
                                                const BootstrapPlan& plan, Rng rng) {
  LengthControl control(rows, gamed);
  if (!control.can_fit() || all_preferences_equal(rows)) return std::nullopt;
  const std::vector<std::uint32_t> once(rows.size(), 1);
  control.merge_gamed_rows(control.fit(once, kClose).weights);
  const auto refit = [&](std::span<const std::uint32_t> counts) {
    return std::vector<std::optional<double>>{control.fit(counts, kClose).win_rate};
  };
  return refit_intervals(rows.size(), plan, rng, refit).at(0);
}

double predicted_win_rate(const LengthControlWeights& model, const LengthControlWeights& opponent,
                          std::span<const double> difficulties) {
  EVENHAND_CHECK(!difficulties.empty());
  double sum = 0.0;
  for (const double difficulty : difficulties) {
    sum += sigmoid(model.candidate - opponent.candidate +
                   (model.difficulty - opponent.difficulty) * difficulty);
  }
  return sum / static_cast<double>(difficulties.size());
}

bool is_far_from_raw(double win_rate, double length_controlled_win_rate) {
  const double low = std::min(win_rate - win_rate / 4.0, win_rate - 0.1);
  const double high = std::max(win_rate + (1.0 - win_rate) / 4.0, win_rate + 0.1);
  return length_controlled_win_rate < low || length_controlled_win_rate > high;
}

}  // namespace evenhand
