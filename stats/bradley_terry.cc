#include "stats/bradley_terry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include <Eigen/Dense>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/gamma_draw.h"
#include "stats/rating_spread.h"

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;
constexpr double kExact = 1e-12;
constexpr double kClose = 1e-3;  // leaves about its square

/// All battles of two models with one outcome, whoever sat first: `low` is the smaller number and
/// `share` what it got.
struct Outcome {
  std::size_t low;
  std::size_t high;
  double share;
  double count;
};

std::vector<Outcome> outcomes_of(std::span<const CountedBattle> battles, std::size_t models,
                                 TiesCount ties) {
  std::map<std::tuple<std::size_t, std::size_t, double>, double> counts;
  for (const CountedBattle& battle : battles) {
    EVENHAND_CHECK(battle.first < models && battle.second < models);
    const bool is_left_out = ties == TiesCount::not_at_all && battle.first_share == 0.5;
    if (battle.count <= 0.0 || battle.first == battle.second || is_left_out) continue;
    const bool turned = battle.first > battle.second;
    counts[{std::min(battle.first, battle.second), std::max(battle.first, battle.second),
            turned ? 1.0 - battle.first_share : battle.first_share}] += battle.count;
  }
  std::vector<Outcome> outcomes;
  outcomes.reserve(counts.size());
  for (const auto& [key, count] : counts) {
    outcomes.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  return outcomes;
}

/// Two models that met: how often, what the first got in all, and the sum of its shares' squares.
struct Pair {
  Index low;
  Index high;
  double count = 0.0;
  double share = 0.0;
  double squares = 0.0;
};

/// Outcomes in order of their models, so that those of a pair lie side by side.
std::vector<Pair> pairs_of(std::span<const Outcome> outcomes) {
  std::vector<Pair> pairs;
  for (const Outcome& outcome : outcomes) {
    const auto low = static_cast<Index>(outcome.low);
    const auto high = static_cast<Index>(outcome.high);
    if (pairs.empty() || pairs.back().low != low || pairs.back().high != high) {
      pairs.push_back({low, high});
    }
    pairs.back().count += outcome.count;
    pairs.back().share += outcome.count * outcome.share;
    pairs.back().squares += outcome.count * outcome.share * outcome.share;
  }
  return pairs;
}

/// For each model, those it has scored against.
using Graph = std::vector<std::vector<std::size_t>>;

Graph graph_of(std::span<const Outcome> outcomes, std::size_t models) {
  Graph graph(models);
  for (const Outcome& outcome : outcomes) {
    if (outcome.share > 0.0) graph[outcome.low].push_back(outcome.high);
    if (outcome.share < 1.0) graph[outcome.high].push_back(outcome.low);
  }
  return graph;
}

Graph reversed(const Graph& graph) {
  Graph result(graph.size());
  for (std::size_t model = 0; model < graph.size(); ++model) {
    for (const std::size_t other : graph[model]) result[other].push_back(model);
  }
  return result;
}

std::vector<bool> reachable_from(const Graph& graph, std::size_t start) {
  std::vector<bool> reached(graph.size(), false);
  std::vector<std::size_t> open = {start};
  reached[start] = true;
  while (!open.empty()) {
    const std::size_t model = open.back();
    open.pop_back();
    for (const std::size_t next : graph[model]) {
      if (reached[next]) continue;
      reached[next] = true;
      open.push_back(next);
    }
  }
  return reached;
}

/// Adds one to every entry of a matrix whose rows sum to zero: nothing else pins the mean, and with
/// it the inverse exists and keeps the mean at zero.
MatrixXd pinned(const MatrixXd& curvature) {
  return curvature + MatrixXd::Ones(curvature.rows(), curvature.cols());
}

struct Slope {
  VectorXd gradient;
  MatrixXd curvature;
};

/// Adds `weight` times the outer product of (1 at a, -1 at b) with itself.
void spread(MatrixXd& matrix, const Pair& pair, double weight) {
  matrix(pair.low, pair.low) += weight;
  matrix(pair.high, pair.high) += weight;
  matrix(pair.low, pair.high) -= weight;
  matrix(pair.high, pair.low) -= weight;
}

double expected_share(const Pair& pair, const VectorXd& strengths) {
  return 1.0 / (1.0 + std::exp(strengths[pair.high] - strengths[pair.low]));
}

Slope slope_at(std::span<const Pair> pairs, const VectorXd& strengths) {
  const Index m = strengths.size();
  Slope slope{VectorXd::Zero(m), MatrixXd::Zero(m, m)};
  for (const Pair& pair : pairs) {
    const double expected = expected_share(pair, strengths);
    const double error = pair.count * expected - pair.share;
    slope.gradient[pair.low] += error;
    slope.gradient[pair.high] -= error;
    spread(slope.curvature, pair, pair.count * expected * (1.0 - expected));
  }
  return slope;
}

/// The sum over battles of the outer products of their gradients.
MatrixXd scatter_at(std::span<const Pair> pairs, const VectorXd& strengths) {
  MatrixXd scatter = MatrixXd::Zero(strengths.size(), strengths.size());
  for (const Pair& pair : pairs) {
    const double expected = expected_share(pair, strengths);
    spread(scatter, pair,
           pair.count * expected * expected - 2.0 * expected * pair.share + pair.squares);
  }
  return scatter;
}

VectorXd maximum_likelihood(std::span<const Pair> pairs, VectorXd start, double tolerance) {
  VectorXd strengths = std::move(start);
  for (int step = 0; step < kMostSteps; ++step) {
    const Slope slope = slope_at(pairs, strengths);
    const VectorXd move = -pinned(slope.curvature).llt().solve(slope.gradient);
    const double reach = move.maxCoeff() - move.minCoeff();
    // Whole steps where they are small, damped ones beyond: see fit_l1_logistic().
    strengths += (reach < 0.3 ? 1.0 : std::log1p(reach) / reach) * move;
    if (reach < tolerance) break;
  }
  return strengths.array() - strengths.mean();
}

std::vector<std::size_t> groups_of(std::span<const Outcome> outcomes, std::size_t models) {
  const Graph forward = graph_of(outcomes, models);
  const Graph backward = reversed(forward);
  std::vector<std::size_t> groups(models, models);  // not known yet
  std::size_t next = 0;
  for (std::size_t model = 0; model < models; ++model) {
    if (groups[model] != models) continue;
    const std::vector<bool> below = reachable_from(forward, model);
    const std::vector<bool> above = reachable_from(backward, model);
    for (std::size_t other = model; other < models; ++other) {
      if (below[other] && above[other]) groups[other] = next;
    }
    ++next;
  }
  return groups;
}

bool are_comparable(std::span<const Outcome> outcomes, std::size_t models) {
  if (models < 2) return false;
  const std::vector<std::size_t> groups = groups_of(outcomes, models);
  return *std::max_element(groups.begin(), groups.end()) == 0;
}

Interval around(double middle, double variance, double coverage) {
  const double half = -normal_quantile((1.0 - coverage) / 2.0) * std::sqrt(std::max(0.0, variance));
  return {.low = middle - half, .high = middle + half};
}

}  // namespace

std::vector<std::size_t> comparable_groups(std::span<const CountedBattle> battles,
                                           std::size_t models, TiesCount ties) {
  return groups_of(outcomes_of(battles, models, ties), models);
}

std::optional<BradleyTerry> fit_bradley_terry(std::span<const CountedBattle> battles,
                                              std::size_t models, TiesCount ties) {
  const std::vector<Outcome> outcomes = outcomes_of(battles, models, ties);
  if (!are_comparable(outcomes, models)) return std::nullopt;
  const std::vector<Pair> pairs = pairs_of(outcomes);
  const auto m = static_cast<Index>(models);
  const VectorXd strengths = maximum_likelihood(pairs, VectorXd::Zero(m), kExact);
  // The pin adds a constant to the inverse, which the scatter's rows, summing to zero, take out.
  const MatrixXd inverse =
      pinned(slope_at(pairs, strengths).curvature).llt().solve(MatrixXd::Identity(m, m));
  const MatrixXd covariance = inverse * scatter_at(pairs, strengths) * inverse;
  return BradleyTerry{.strengths = {strengths.data(), strengths.data() + m},
                      .covariance = {covariance.data(), covariance.data() + m * m}};
}

std::vector<std::vector<double>> resampled_strengths(std::span<const CountedBattle> battles,
                                                     std::size_t models, const BootstrapPlan& plan,
                                                     Rng rng, TiesCount ties) {
  const std::vector<Outcome> outcomes = outcomes_of(battles, models, ties);
  if (!are_comparable(outcomes, models)) return {};
  const VectorXd strengths =
      maximum_likelihood(pairs_of(outcomes), VectorXd::Zero(static_cast<Index>(models)), kExact);
  return resampled_values(plan, rng, [&](Rng own) {
    std::vector<Outcome> weighed = outcomes;
    for (Outcome& outcome : weighed) outcome.count = gamma_draw(outcome.count, own);
    const VectorXd refitted = maximum_likelihood(pairs_of(weighed), strengths, kClose);
    return std::vector<double>(refitted.begin(), refitted.end());
  });
}

std::vector<std::optional<Interval>> bradley_terry_intervals(std::span<const CountedBattle> battles,
                                                             std::size_t models,
                                                             const BootstrapPlan& plan, Rng rng,
                                                             TiesCount ties) {
  const auto draws = resampled_strengths(battles, models, plan, rng, ties);
  if (draws.empty()) return std::vector<std::optional<Interval>>(models);
  const std::vector<Interval> intervals = intervals_of(draws, plan.coverage);
  return {intervals.begin(), intervals.end()};
}

Interval BradleyTerry::interval(std::size_t model, double coverage) const {
  return around(strengths.at(model), covariance.at(model * strengths.size() + model), coverage);
}

Interval BradleyTerry::difference(std::size_t model, std::size_t other, double coverage) const {
  const std::size_t m = strengths.size();
  const double variance = covariance.at(model * m + model) + covariance.at(other * m + other) -
                          2.0 * covariance.at(model * m + other);
  return around(strengths.at(model) - strengths.at(other), variance, coverage);
}

double elo_of(double strength) { return 1000.0 + 400.0 * strength / std::numbers::ln10; }

}  // namespace evenhand
