#include "stats/bradley_terry.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Dense>

#include "base/check.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;

bool counts(const CountedBattle& battle, TiesCount ties) {
  const bool is_tie = battle.first_share == 0.5;
  return battle.count > 0.0 && battle.first != battle.second &&
         (ties == TiesCount::half || !is_tie);
}

/// Whether an edge runs from who scored to whom it scored against, or the other way.
enum class Direction { scored_against, scored_upon };

using Graph = std::vector<std::vector<std::size_t>>;

Graph graph_of(std::span<const CountedBattle> battles, std::size_t models, TiesCount ties,
               Direction direction) {
  Graph graph(models);
  for (const CountedBattle& battle : battles) {
    if (!counts(battle, ties)) continue;
    const bool forward = direction == Direction::scored_against;
    if (battle.first_share > 0.0) {
      graph[forward ? battle.first : battle.second].push_back(forward ? battle.second
                                                                      : battle.first);
    }
    if (battle.first_share < 1.0) {
      graph[forward ? battle.second : battle.first].push_back(forward ? battle.first
                                                                      : battle.second);
    }
  }
  return graph;
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
  MatrixXd scatter;  // sum over battles of the outer products of their gradients
};

Slope slope_at(std::span<const CountedBattle> battles, const VectorXd& strengths, TiesCount ties) {
  const Index m = strengths.size();
  Slope slope{VectorXd::Zero(m), MatrixXd::Zero(m, m), MatrixXd::Zero(m, m)};
  const auto spread = [](MatrixXd& matrix, Index a, Index b, double weight) {
    matrix(a, a) += weight;
    matrix(b, b) += weight;
    matrix(a, b) -= weight;
    matrix(b, a) -= weight;
  };
  for (const CountedBattle& battle : battles) {
    if (!counts(battle, ties)) continue;
    const auto a = static_cast<Index>(battle.first);
    const auto b = static_cast<Index>(battle.second);
    const double expected = 1.0 / (1.0 + std::exp(strengths[b] - strengths[a]));
    const double error = expected - battle.first_share;
    slope.gradient[a] += battle.count * error;
    slope.gradient[b] -= battle.count * error;
    spread(slope.curvature, a, b, battle.count * expected * (1.0 - expected));
    spread(slope.scatter, a, b, battle.count * error * error);
  }
  return slope;
}

VectorXd maximum_likelihood(std::span<const CountedBattle> battles, Index models, TiesCount ties) {
  VectorXd strengths = VectorXd::Zero(models);
  for (int step = 0; step < kMostSteps; ++step) {
    const Slope slope = slope_at(battles, strengths, ties);
    const VectorXd move = -pinned(slope.curvature).ldlt().solve(slope.gradient);
    const double reach = move.maxCoeff() - move.minCoeff();
    // Whole steps where they are small, damped ones beyond: see fit_l1_logistic().
    strengths += (reach < 0.3 ? 1.0 : std::log1p(reach) / reach) * move;
    if (reach < 1e-12) break;
  }
  return strengths.array() - strengths.mean();
}

Interval around(double middle, double variance, double coverage) {
  const double half = -normal_quantile((1.0 - coverage) / 2.0) * std::sqrt(std::max(0.0, variance));
  return {.low = middle - half, .high = middle + half};
}

}  // namespace

std::vector<std::size_t> comparable_groups(std::span<const CountedBattle> battles,
                                           std::size_t models, TiesCount ties) {
  for (const CountedBattle& battle : battles) {
    EVENHAND_CHECK(battle.first < models && battle.second < models);
  }
  const Graph forward = graph_of(battles, models, ties, Direction::scored_against);
  const Graph backward = graph_of(battles, models, ties, Direction::scored_upon);
  std::vector<std::optional<std::size_t>> group(models);
  std::size_t groups = 0;
  for (std::size_t model = 0; model < models; ++model) {
    if (group[model]) continue;
    const std::vector<bool> below = reachable_from(forward, model);
    const std::vector<bool> above = reachable_from(backward, model);
    for (std::size_t other = model; other < models; ++other) {
      if (below[other] && above[other]) group[other] = groups;
    }
    ++groups;
  }
  std::vector<std::size_t> numbers;
  for (const auto& number : group) numbers.push_back(number.value_or(0));
  return numbers;
}

std::optional<BradleyTerry> fit_bradley_terry(std::span<const CountedBattle> battles,
                                              std::size_t models, TiesCount ties) {
  if (models < 2) return std::nullopt;
  const std::vector<std::size_t> groups = comparable_groups(battles, models, ties);
  if (*std::max_element(groups.begin(), groups.end()) > 0) return std::nullopt;

  const VectorXd strengths = maximum_likelihood(battles, static_cast<Index>(models), ties);
  const Slope slope = slope_at(battles, strengths, ties);
  const auto m = static_cast<Index>(models);
  // The pin adds a constant matrix to the inverse, which centring takes out again.
  const MatrixXd inverse = pinned(slope.curvature).ldlt().solve(MatrixXd::Identity(m, m));
  const MatrixXd covariance = inverse * slope.scatter * inverse;
  return BradleyTerry{.strengths = {strengths.data(), strengths.data() + m},
                      .covariance = {covariance.data(), covariance.data() + m * m}};
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
