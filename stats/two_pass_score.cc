#include "stats/two_pass_score.h"

#include <algorithm>
#include <cmath>

#include "stats/score_games.h"

namespace evenhand {
namespace {

constexpr double kScale = 10.0;  // from the questions' 10 to the benchmark's 100

struct Sum {
  double sum = 0.0;
  std::size_t count = 0;

  void add(const std::optional<double>& value, std::size_t times) {
    if (!value) return;
    sum += *value * static_cast<double>(times);
    count += times;
  }
  double mean() const { return kScale * sum / static_cast<double>(count); }
};

/// With every question counted so often; no counts: once.
TwoPassScore weighted_score(std::span<const TwoPasses> questions,
                            std::span<const std::uint32_t> counts) {
  constexpr double kEnoughRevised = 0.95;
  Sum first;
  Sum revised;
  std::size_t any = 0;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const std::size_t times = counts.empty() ? 1 : counts[q];
    first.add(questions[q].first, times);
    revised.add(questions[q].revised, times);
    if (questions[q].first || questions[q].revised) any += times;
  }
  TwoPassScore score{.score = {}, .first = first.count, .revised = revised.count, .any = any};
  if (first.count > 0) score.score = first.mean();
  const bool enough =
      static_cast<double>(revised.count) >= kEnoughRevised * static_cast<double>(first.count);
  if (revised.count > 0 && enough && (!score.score || revised.mean() >= *score.score)) {
    score.score = revised.mean();
    score.revised_counts = true;
  }
  return score;
}

std::optional<double> over_iterations(std::span<const std::vector<TwoPasses>> iterations,
                                      std::span<const std::uint32_t> counts) {
  std::vector<double> scores;
  for (const std::vector<TwoPasses>& questions : iterations) {
    if (const auto score = weighted_score(questions, counts).score) scores.push_back(*score);
  }
  return mean_of(scores);
}

/// One value a question: the mean over iterations of the pass that counts in each.
std::vector<double> values_by_question(std::span<const std::vector<TwoPasses>> iterations) {
  std::vector<std::vector<double>> values(iterations.front().size());
  for (const std::vector<TwoPasses>& questions : iterations) {
    const bool revised = two_pass_score(questions).revised_counts;
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const auto& value = revised ? questions[q].revised : questions[q].first;
      if (value) values[q].push_back(kScale * *value);
    }
  }
  std::vector<double> means;
  for (const std::vector<double>& of_question : values) {
    if (const auto mean = mean_of(of_question)) means.push_back(*mean);
  }
  return means;
}

std::optional<double> standard_error_of(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const double mean = *mean_of(values);
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1.0) / n);
}

}  // namespace

TwoPassScore two_pass_score(std::span<const TwoPasses> questions) {
  return weighted_score(questions, {});
}

TwoPassEstimate two_pass_estimate(std::span<const std::vector<TwoPasses>> iterations,
                                  const BootstrapPlan& plan, Rng rng) {
  TwoPassEstimate estimate;
  if (iterations.empty()) return estimate;
  estimate.score = over_iterations(iterations, {});
  estimate.standard_error = standard_error_of(values_by_question(iterations));
  if (plan.resamples == 0 || !estimate.score) return estimate;
  estimate.interval = refit_intervals(iterations.front().size(), plan, rng,
                                      [&](std::span<const std::uint32_t> counts) {
                                        return std::vector{over_iterations(iterations, counts)};
                                      })
                          .front();
  if (estimate.interval) {
    estimate.interval->low = std::min(estimate.interval->low, *estimate.score);
    estimate.interval->high = std::max(estimate.interval->high, *estimate.score);
  }
  return estimate;
}

}  // namespace evenhand
