#include "stats/arena_hard.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "base/check.h"
#include "base/numpy_random.h"

namespace evenhand {
namespace {

/// A sum of shares and the number of rows behind it.
struct Total {
  double share = 0.0;
  double rows = 0.0;

  void add(double row_share, double count) {
    share += count * row_share;
    rows += count;
  }
  std::optional<double> mean() const {
    if (rows <= 0.0) return std::nullopt;
    return share / rows;
  }
};

/// The row that each of the repeated rows is.
std::vector<std::size_t> spread_out(std::span<const ArenaHardRow> rows) {
  std::vector<std::size_t> places;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    places.insert(places.end(), rows[row].count, row);
  }
  return places;
}

std::vector<Total> by_question(std::span<const ArenaHardRow> rows, std::size_t model) {
  std::map<std::size_t, Total> totals;
  for (const ArenaHardRow& row : rows) {
    if (row.model == model) totals[row.question].add(row.share, row.count);
  }
  std::vector<Total> questions;
  for (const auto& [question, total] : totals) questions.push_back(total);
  return questions;
}

double exponential(Rng& rng) { return -std::log1p(-rng.uniform()); }

/// Gamma with shape one half.
double half_weight(Rng& rng) {
  const double z = rng.normal();
  return 0.5 * z * z;
}

double weighed_ratio(std::span<const Total> questions, double usual_rows, Rng& rng) {
  const double low = usual_rows * half_weight(rng);
  const double high = usual_rows * half_weight(rng);
  Total sum{.share = high, .rows = low + high};
  for (const Total& question : questions) {
    const double weight = exponential(rng);
    sum.share += weight * question.share;
    sum.rows += weight * question.rows;
  }
  return sum.share / sum.rows;
}

std::optional<Interval> ratio_interval(std::span<const Total> questions, const BootstrapPlan& plan,
                                       Rng rng) {
  if (questions.size() < 2) return std::nullopt;
  Total all;
  for (const Total& question : questions) {
    all.share += question.share;
    all.rows += question.rows;
  }
  const double usual_rows = all.rows / static_cast<double>(questions.size());
  std::vector<double> ratios(plan.resamples);
  for (double& ratio : ratios) ratio = weighed_ratio(questions, usual_rows, rng);
  Interval interval = percentiles_of(std::move(ratios), plan.coverage);
  const double estimate = all.share / all.rows;
  interval.low = std::min(interval.low, estimate);
  interval.high = std::max(interval.high, estimate);
  return interval;
}

double elo_of_rate(double rate) { return 400.0 * std::log10(rate / (1.0 - rate)); }

double rate_of_elo(double elo) { return 1.0 / (1.0 + std::pow(10.0, -elo / 400.0)); }

/// The quantile between two neighbours of sorted rates. Elo is infinite at both ends of the scale.
double elo_quantile(std::span<const double> sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double low = sorted[below];
  const double high = sorted[std::min(below + 1, sorted.size() - 1)];
  if (low == high || low <= 0.0 || high >= 1.0) return quantile_of_sorted(sorted, p);
  const double part = at - static_cast<double>(below);
  return rate_of_elo(elo_of_rate(low) + part * (elo_of_rate(high) - elo_of_rate(low)));
}

}  // namespace

std::vector<std::optional<double>> arena_hard_scores(std::span<const ArenaHardRow> rows,
                                                     std::size_t models) {
  std::vector<Total> totals(models);
  for (const ArenaHardRow& row : rows) totals.at(row.model).add(row.share, row.count);
  std::vector<std::optional<double>> scores;
  for (const Total& total : totals) scores.push_back(total.mean());
  return scores;
}

std::vector<std::optional<Interval>> arena_hard_intervals(std::span<const ArenaHardRow> rows,
                                                          std::size_t models,
                                                          const BootstrapPlan& plan, Rng rng) {
  EVENHAND_CHECK(plan.resamples > 0);
  std::vector<std::optional<Interval>> intervals;
  for (std::size_t model = 0; model < models; ++model) {
    intervals.push_back(ratio_interval(by_question(rows, model), plan, stream_of(rng, model)));
  }
  return intervals;
}

RowPicker rows_from(Rng rng) {
  return [rng](std::size_t round, std::size_t rows) {
    Rng own = stream_of(rng, round);
    std::vector<std::size_t> picked(rows);
    for (std::size_t& row : picked) row = own.below(rows);
    return picked;
  };
}

RowPicker rows_from_numpy(std::uint32_t seed) {
  return [stream = std::make_shared<NumpyRandom>(seed)](std::size_t, std::size_t rows) {
    std::vector<std::size_t> picked(rows);
    for (std::size_t& row : picked) row = static_cast<std::size_t>(stream->below(rows));
    return picked;
  };
}

std::vector<double> resampled_row_means(std::span<const ArenaHardRow> rows, std::size_t rounds,
                                        const RowPicker& pick) {
  const std::vector<std::size_t> places = spread_out(rows);
  EVENHAND_CHECK(!places.empty());
  std::vector<double> means;
  for (std::size_t round = 0; round < rounds; ++round) {
    Total total;
    for (const std::size_t row : pick(round, places.size())) {
      total.add(rows[places[row]].share, 1.0);
    }
    means.push_back(total.share / total.rows);
  }
  return means;
}

std::vector<std::vector<double>> resampled_joint_means(std::span<const ArenaHardRow> rows,
                                                       std::size_t models, std::size_t rounds,
                                                       const RowPicker& pick) {
  const std::vector<std::size_t> places = spread_out(rows);
  EVENHAND_CHECK(!places.empty());
  std::vector<std::vector<double>> means(models);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<Total> totals(models);
    for (const std::size_t picked : pick(round, places.size())) {
      const ArenaHardRow& row = rows[places[picked]];
      totals[row.model].add(row.share, 1.0);
    }
    for (std::size_t model = 0; model < models; ++model) {
      if (const auto mean = totals[model].mean()) means[model].push_back(*mean);
    }
  }
  return means;
}

Interval percentiles_of(std::vector<double> values, double coverage) {
  EVENHAND_CHECK(!values.empty());
  std::sort(values.begin(), values.end());
  const double tail = (1.0 - coverage) / 2.0;
  return {.low = quantile_of_sorted(values, tail), .high = quantile_of_sorted(values, 1.0 - tail)};
}

Interval elo_percentiles_of(std::vector<double> win_rates, double coverage) {
  EVENHAND_CHECK(!win_rates.empty());
  std::sort(win_rates.begin(), win_rates.end());
  const double tail = (1.0 - coverage) / 2.0;
  return {.low = elo_quantile(win_rates, tail), .high = elo_quantile(win_rates, 1.0 - tail)};
}

}  // namespace evenhand
