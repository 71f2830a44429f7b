#include "stats/davidson.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <Eigen/Dense>

#include "base/check.h"
#include "stats/gamma_draw.h"

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;
constexpr double kExact = 1e-12;
constexpr double kClose = 1e-4;

/// All battles of two models, whoever sat where.
struct Pair {
  Index low;
  Index high;
  double wins = 0.0;  // of the lower number
  double losses = 0.0;
  double ties = 0.0;
};

std::vector<Pair> pairs_of(std::span<const CountedBattle> battles, std::size_t models) {
  std::map<std::pair<std::size_t, std::size_t>, Pair> pairs;
  for (const CountedBattle& battle : battles) {
    EVENHAND_CHECK(battle.first < models && battle.second < models);
    EVENHAND_CHECK(battle.first_share == 0.0 || battle.first_share == 0.5 ||
                   battle.first_share == 1.0);
    if (battle.count <= 0.0 || battle.first == battle.second) continue;
    const auto [low, high] = std::minmax(battle.first, battle.second);
    Pair& pair = pairs[{low, high}];
    pair.low = static_cast<Index>(low);
    pair.high = static_cast<Index>(high);
    const bool first_is_low = battle.first == low;
    if (battle.first_share == 0.5) {
      pair.ties += battle.count;
    } else if ((battle.first_share == 1.0) == first_is_low) {
      pair.wins += battle.count;
    } else {
      pair.losses += battle.count;
    }
  }
  std::vector<Pair> list;
  for (const auto& [models_of, pair] : pairs) list.push_back(pair);
  return list;
}

/// Adds a pair's part to the slope of the loss; the last parameter is the logarithm of `tie`.
void add_pair(const Pair& pair, const VectorXd& at, VectorXd& gradient, MatrixXd& curvature) {
  const Index last = at.size() - 1;
  const double half = (at[pair.low] - at[pair.high]) / 2.0;
  const double tie = std::exp(at[last]);
  const double whole = std::exp(half) + std::exp(-half) + tie;
  const double count = pair.wins + pair.losses + pair.ties;
  const double p_win = std::exp(half) / whole;
  const double p_loss = std::exp(-half) / whole;
  const double p_tie = tie / whole;

  const double slope = count * (p_win - p_loss) / 2.0 - (pair.wins - pair.losses) / 2.0;
  gradient[pair.low] += slope;
  gradient[pair.high] -= slope;
  gradient[last] += count * p_tie - pair.ties;

  // The variance of (1/2, -1/2, 0) and of (0, 0, 1) under the three probabilities.
  const double lead = (p_win - p_loss) / 2.0;
  const double bend = count * ((p_win + p_loss) / 4.0 - lead * lead);
  const double across = -count * lead * p_tie;
  curvature(pair.low, pair.low) += bend;
  curvature(pair.high, pair.high) += bend;
  curvature(pair.low, pair.high) -= bend;
  curvature(pair.high, pair.low) -= bend;
  curvature(last, pair.low) += across;
  curvature(last, pair.high) -= across;
  curvature(pair.low, last) += across;
  curvature(pair.high, last) -= across;
  curvature(last, last) += count * p_tie * (1.0 - p_tie);
}

VectorXd maximum_likelihood(std::span<const Pair> pairs, VectorXd start, double tolerance) {
  VectorXd at = std::move(start);
  const Index models = at.size() - 1;
  for (int step = 0; step < kMostSteps; ++step) {
    VectorXd gradient = VectorXd::Zero(at.size());
    MatrixXd curvature = MatrixXd::Zero(at.size(), at.size());
    for (const Pair& pair : pairs) add_pair(pair, at, gradient, curvature);
    curvature.topLeftCorner(models, models).array() += 1.0;  // pins the mean
    const VectorXd move = -curvature.llt().solve(gradient);
    const double reach = move.cwiseAbs().maxCoeff();
    at += (reach < 0.3 ? 1.0 : std::log1p(reach) / reach) * move;
    if (reach < tolerance) break;
  }
  at.head(models).array() -= at.head(models).mean();
  return at;
}

bool has_fit(std::span<const CountedBattle> battles, std::span<const Pair> pairs,
             std::size_t models) {
  if (models < 2) return false;
  const std::vector<std::size_t> groups = comparable_groups(battles, models);
  if (*std::max_element(groups.begin(), groups.end()) > 0) return false;
  double ties = 0.0;
  double decided = 0.0;
  for (const Pair& pair : pairs) {
    ties += pair.ties;
    decided += pair.wins + pair.losses;
  }
  return ties > 0.0 && decided > 0.0;
}

}  // namespace

std::optional<Davidson> fit_davidson(std::span<const CountedBattle> battles, std::size_t models) {
  const std::vector<Pair> pairs = pairs_of(battles, models);
  if (!has_fit(battles, pairs, models)) return std::nullopt;
  const auto m = static_cast<Index>(models);
  const VectorXd at = maximum_likelihood(pairs, VectorXd::Zero(m + 1), kExact);
  return Davidson{.strengths = {at.data(), at.data() + m}, .tie = std::exp(at[m])};
}

std::vector<std::vector<double>> resampled_davidson(std::span<const CountedBattle> battles,
                                                    std::size_t models, const BootstrapPlan& plan,
                                                    Rng rng) {
  const std::vector<Pair> pairs = pairs_of(battles, models);
  if (!has_fit(battles, pairs, models)) return {};
  const auto m = static_cast<Index>(models);
  const VectorXd fit = maximum_likelihood(pairs, VectorXd::Zero(m + 1), kExact);
  return resampled_values(plan, rng, [&](Rng own) {
    std::vector<Pair> weighed = pairs;
    for (Pair& pair : weighed) {
      for (double* count : {&pair.wins, &pair.losses, &pair.ties}) *count = gamma_draw(*count, own);
    }
    const VectorXd at = maximum_likelihood(weighed, fit, kClose);
    return std::vector<double>(at.data(), at.data() + m);
  });
}

}  // namespace evenhand
