#include "stats/l1_logistic.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace evenhand {
namespace {

constexpr int kMostSteps = 200;

double sign_of(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0; }

/// The local picture that a Newton step minimises: g.(u - w) + (u - w).H.(u - w) / 2 + |u|.
struct Local {
  Eigen::Vector3d w;
  Eigen::Vector3d g;
  Eigen::Matrix3d h;
};

/// One round over the three weights, each minimised exactly while the others rest.
void descend(const Local& local, Eigen::Vector3d& u) {
  for (int j = 0; j < 3; ++j) {
    const double curvature = local.h(j, j);
    if (curvature <= 0.0) {  // the feature is zero throughout
      u[j] = 0.0;
      continue;
    }
    const double slope = local.g[j] + local.h.row(j).dot(u - local.w) - curvature * u[j];
    const double magnitude = std::max(0.0, std::abs(slope) - 1.0) / curvature;
    u[j] = -sign_of(slope) * magnitude;
  }
}

/// With the signs of `u` (and its zeros) held, the minimum solves linear equations.
Eigen::Vector3d solve_for_signs(const Local& local, const Eigen::Vector3d& u) {
  Eigen::Matrix3d matrix = local.h;
  Eigen::Vector3d right = local.h * local.w - local.g;
  for (int j = 0; j < 3; ++j) {
    right[j] -= sign_of(u[j]);
    if (u[j] != 0.0) continue;
    matrix.row(j).setZero();
    matrix.col(j).setZero();
    matrix(j, j) = 1.0;
    right[j] = 0.0;
  }
  return matrix.llt().solve(right);
}

bool is_minimum(const Local& local, const Eigen::Vector3d& u, const Eigen::Vector3d& signs_of) {
  const Eigen::Vector3d slope = local.g + local.h * (u - local.w);
  for (int j = 0; j < 3; ++j) {
    if (!std::isfinite(u[j]) || sign_of(u[j]) != sign_of(signs_of[j])) return false;
    if (u[j] == 0.0 && std::abs(slope[j]) > 1.0 + 1e-9) return false;
  }
  return true;
}

Eigen::Vector3d minimum_of(const Local& local) {
  Eigen::Vector3d u = local.w;
  for (int round = 0; round < 100; ++round) {
    for (int sweep = 0; sweep < 3; ++sweep) descend(local, u);
    Eigen::Vector3d exact = solve_for_signs(local, u);
    if (is_minimum(local, exact, u)) return exact;
  }
  return u;
}

Local local_at(std::span<const LogisticRows* const> blocks, double c, const Weights3& weights,
               double& reach) {
  LogisticRows::Slope slope;
  for (const LogisticRows* block : blocks) slope = block->plus(slope, weights);
  Local local;
  for (int j = 0; j < 3; ++j) {
    const auto row = static_cast<std::size_t>(j);
    local.w[j] = weights.at(row);
    local.g[j] = c * slope.gradient.at(row);
    for (int k = 0; k < 3; ++k) {
      local.h(j, k) = c * slope.curvature.at(row).at(static_cast<std::size_t>(k));
    }
  }
  reach = slope.reach;
  return local;
}

}  // namespace

void LogisticRows::add(const Row& row) {
  rows_.push_back({row.length, row.difficulty, row.weight, row.count});
  outcomes_[0] += row.weight * row.outcome * row.length;
  outcomes_[1] += row.weight * row.outcome * row.difficulty;
  outcomes_[2] += row.weight * row.outcome * candidate_;
  reach_ = std::max(reach_, std::abs(row.difficulty));
  count_ += row.count;
}

void LogisticRows::append_merged(std::span<const Features> group) {
  Features mean{0.0, 0.0, 0.0, 0.0};
  for (const Features& row : group) {
    mean.length += row.weight * row.length;
    mean.difficulty += row.weight * row.difficulty;
    mean.weight += row.weight;
    mean.count += row.count;
  }
  mean.length /= mean.weight;
  mean.difficulty /= mean.weight;
  rows_.push_back(mean);
}

LogisticRows LogisticRows::merged(std::size_t about, const Weights3& near) const {
  LogisticRows result(candidate_);
  result.reach_ = reach_;
  result.count_ = count_;
  result.outcomes_ = outcomes_;
  result.merge_neighbours(rows_, about);

  const Slope exact = plus(Slope{}, near);
  const Slope merged = result.plus(Slope{}, near);
  Correction correction{.near = near,
                        .loss = plus(Loss{}, near).sum - result.plus(Loss{}, near).sum};
  for (std::size_t j = 0; j < 3; ++j) {
    correction.gradient[j] = exact.gradient[j] - merged.gradient[j];
    for (std::size_t k = 0; k < 3; ++k) {
      correction.curvature[j][k] = exact.curvature[j][k] - merged.curvature[j][k];
    }
  }
  result.correction_ = correction;
  return result;
}

void LogisticRows::merge_neighbours(std::vector<Features> rows, std::size_t about) {
  // Halved by difficulty and by length in turn, so that groups are small in both.
  struct Part {
    std::size_t from;
    std::size_t to;
    bool by_length;
  };
  std::vector<Part> open = {{0, rows.size(), false}};
  const std::size_t enough =
      std::max<std::size_t>(1, rows.size() / std::max<std::size_t>(1, about));
  while (!open.empty()) {
    const Part part = open.back();
    open.pop_back();
    const std::size_t size = part.to - part.from;
    if (size == 0) continue;
    if (size <= enough) {
      append_merged(std::span(rows).subspan(part.from, size));
      continue;
    }
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(part.from);
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(part.to);
    std::stable_sort(begin, end, [&](const Features& a, const Features& b) {
      return part.by_length ? a.length < b.length : a.difficulty < b.difficulty;
    });
    const std::size_t middle = part.from + size / 2;
    open.push_back({part.from, middle, !part.by_length});
    open.push_back({middle, part.to, !part.by_length});
  }
}

LogisticRows::Slope LogisticRows::plus(Slope slope, const Weights3& weights) const {
  const double constant = weights[2] * candidate_;
  double sum = 0.0;
  double by_length = 0.0;
  double by_difficulty = 0.0;
  double spread = 0.0;
  double spread_length = 0.0;
  double spread_difficulty = 0.0;
  double length_length = 0.0;
  double length_difficulty = 0.0;
  double difficulty_difficulty = 0.0;
  for (const Features& row : rows_) {
    const double odds = weights[0] * row.length + weights[1] * row.difficulty + constant;
    const double share = 1.0 / (1.0 + std::exp(-odds));
    const double expected = row.weight * share;
    const double variance = expected * (1.0 - share);
    sum += expected;
    by_length += expected * row.length;
    by_difficulty += expected * row.difficulty;
    spread += variance;
    spread_length += variance * row.length;
    spread_difficulty += variance * row.difficulty;
    length_length += variance * row.length * row.length;
    length_difficulty += variance * row.length * row.difficulty;
    difficulty_difficulty += variance * row.difficulty * row.difficulty;
  }
  const Weights3 expected = {by_length, by_difficulty, sum * candidate_};
  const std::array<Weights3, 3> curvature = {
      Weights3{length_length, length_difficulty, spread_length * candidate_},
      Weights3{length_difficulty, difficulty_difficulty, spread_difficulty * candidate_},
      Weights3{spread_length * candidate_, spread_difficulty * candidate_, spread * candidate_}};
  for (std::size_t j = 0; j < 3; ++j) {
    slope.gradient[j] += expected[j] - outcomes_[j] + correction_.gradient[j];
    for (std::size_t k = 0; k < 3; ++k) {
      slope.gradient[j] += correction_.curvature[j][k] * (weights[k] - correction_.near[k]);
      slope.curvature[j][k] += curvature[j][k] + correction_.curvature[j][k];
    }
  }
  slope.reach = std::max(slope.reach, reach_);
  return slope;
}

LogisticRows::Loss LogisticRows::plus(Loss loss, const Weights3& weights) const {
  const double constant = weights[2] * candidate_;
  double sum = 0.0;
  for (const Features& row : rows_) {
    const double odds = weights[0] * row.length + weights[1] * row.difficulty + constant;
    sum += row.weight * (std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds))));
  }
  sum += correction_.loss;
  for (std::size_t j = 0; j < 3; ++j) {
    const double off = weights[j] - correction_.near[j];
    sum += off * correction_.gradient[j] - weights[j] * outcomes_[j];
    for (std::size_t k = 0; k < 3; ++k) {
      sum += 0.5 * off * correction_.curvature[j][k] * (weights[k] - correction_.near[k]);
    }
  }
  loss.sum += sum;
  loss.count += count_;
  return loss;
}

Weights3 fit_l1_logistic(std::span<const LogisticRows* const> blocks, double c, Weights3 start,
                         double tolerance) {
  Weights3 weights = start;
  for (int step = 0; step < kMostSteps; ++step) {
    double reach = 0.0;
    const Local local = local_at(blocks, c, weights, reach);
    const Eigen::Vector3d move = minimum_of(local) - local.w;
    // Lengths lie in [-1, 1] (a tanh) and the third feature is 0 or 1.
    const double change = std::abs(move[0]) + reach * std::abs(move[1]) + std::abs(move[2]);
    // Over so small a change second derivatives hardly move, and a whole step cannot overshoot;
    // beyond it this damping never does (Bach 2010, self-concordance of the logistic loss).
    const double part = change < 0.3 ? 1.0 : std::log1p(change) / change;
    for (std::size_t j = 0; j < 3; ++j) weights[j] += part * move[static_cast<Eigen::Index>(j)];
    if (change < tolerance) break;
  }
  return weights;
}

}  // namespace evenhand
