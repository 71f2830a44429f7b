#include "stats/joint_logistic.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;

// On the common length weight and on candidates, whose size should not be decided for them: a
// normal prior with standard deviation 10 in log odds, there so that a candidate that always wins
// has a finite weight.
constexpr double kWeakPenalty = 0.01;

/// The equations of one Newton step. Shared weights stand in the order lengths, candidates, common
/// length; `coupling` is their block against the difficulties, common length left out.
struct Equations {
  VectorXd gradient;
  MatrixXd curvature;
  MatrixXd coupling;
  VectorXd difficulty_gradient;
  VectorXd difficulty_curvature;
};

void add_penalties(const JointData& data, const JointPenalties& penalties,
                   const JointWeights& weights, Equations& equations) {
  const auto m = static_cast<Index>(data.candidates);
  const Index common = 2 * m;
  for (Index c = 0; c < m; ++c) {
    const auto candidate = static_cast<std::size_t>(c);
    const double pull = penalties.length * (weights.length[candidate] - weights.common_length);
    equations.gradient[c] += pull;
    equations.gradient[common] -= pull;
    equations.gradient[m + c] += kWeakPenalty * weights.candidate[candidate];
    equations.curvature(c, c) += penalties.length;
    equations.curvature(common, c) -= penalties.length;
    equations.curvature(common, common) += penalties.length;
    equations.curvature(m + c, m + c) += kWeakPenalty;
  }
  equations.gradient[common] += kWeakPenalty * weights.common_length;
  equations.curvature(common, common) += kWeakPenalty;
}

void add_question(const JointData& data, const JointWeights& weights, std::size_t question,
                  Equations& equations) {
  const auto m = static_cast<Index>(data.candidates);
  const auto q = static_cast<Index>(question);
  for (Index c = 0; c < m; ++c) {
    const auto candidate = static_cast<std::size_t>(c);
    const std::size_t cell = question * data.candidates + candidate;
    if (data.weight[cell] == 0.0) continue;
    const double t = data.length[cell];
    const double odds =
        weights.length[candidate] * t + weights.candidate[candidate] + weights.difficulty[question];
    const double share = 1.0 / (1.0 + std::exp(-odds));
    const double error = data.weight[cell] * (share - data.outcome[cell]);
    const double variance = data.weight[cell] * share * (1.0 - share);
    equations.gradient[c] += error * t;
    equations.gradient[m + c] += error;
    equations.difficulty_gradient[q] += error;
    equations.curvature(c, c) += variance * t * t;
    equations.curvature(m + c, c) += variance * t;
    equations.curvature(m + c, m + c) += variance;
    equations.difficulty_curvature[q] += variance;
    equations.coupling(c, q) = variance * t;
    equations.coupling(m + c, q) = variance;
  }
}

Equations equations_at(const JointData& data, const JointPenalties& penalties,
                       const JointWeights& weights) {
  const auto m = static_cast<Index>(data.candidates);
  const auto n = static_cast<Index>(data.questions);
  Equations equations{.gradient = VectorXd::Zero(2 * m + 1),
                      .curvature = MatrixXd::Zero(2 * m + 1, 2 * m + 1),
                      .coupling = MatrixXd::Zero(2 * m, n),
                      .difficulty_gradient = VectorXd::Zero(n),
                      .difficulty_curvature = VectorXd::Zero(n)};
  for (std::size_t question = 0; question < data.questions; ++question) {
    const auto q = static_cast<Index>(question);
    const double penalty = penalties.difficulty * data.question_weight[question];
    if (penalty == 0.0) {
      equations.difficulty_curvature[q] = 1.0;  // not there: nothing moves
      continue;
    }
    equations.difficulty_gradient[q] = penalty * weights.difficulty[question];
    equations.difficulty_curvature[q] = penalty;
    add_question(data, weights, question, equations);
  }
  add_penalties(data, penalties, weights, equations);
  return equations;
}

struct Move {
  VectorXd shared;
  VectorXd difficulty;
};

/// Difficulties appear in their own question only, so they are eliminated one by one and a small
/// system is left (the Schur complement).
Move solve(Equations equations) {
  const Index shared = equations.coupling.rows();
  const VectorXd inverse = equations.difficulty_curvature.cwiseInverse();
  const MatrixXd scaled = equations.coupling * inverse.cwiseSqrt().asDiagonal();
  equations.curvature.topLeftCorner(shared, shared)
      .selfadjointView<Eigen::Lower>()
      .rankUpdate(scaled, -1.0);
  VectorXd right = -equations.gradient;
  right.head(shared) += equations.coupling * inverse.cwiseProduct(equations.difficulty_gradient);
  Move move;
  move.shared = equations.curvature.selfadjointView<Eigen::Lower>().ldlt().solve(right);
  move.difficulty = -inverse.cwiseProduct(
      equations.difficulty_gradient + equations.coupling.transpose() * move.shared.head(shared));
  return move;
}

/// How far the move takes the log odds of the cell that it takes farthest.
double reach_of(const JointData& data, const Move& move) {
  const auto m = static_cast<Index>(data.candidates);
  double reach = 0.0;
  for (std::size_t question = 0; question < data.questions; ++question) {
    for (Index c = 0; c < m; ++c) {
      const std::size_t cell = question * data.candidates + static_cast<std::size_t>(c);
      if (data.weight[cell] == 0.0) continue;
      reach = std::max(reach, std::abs(move.shared[c] * data.length[cell] + move.shared[m + c] +
                                       move.difficulty[static_cast<Index>(question)]));
    }
  }
  return reach;
}

void apply(const Move& move, double part, JointWeights& weights) {
  const std::size_t m = weights.length.size();
  for (std::size_t c = 0; c < m; ++c) {
    weights.length[c] += part * move.shared[static_cast<Index>(c)];
    weights.candidate[c] += part * move.shared[static_cast<Index>(m + c)];
  }
  weights.common_length += part * move.shared[static_cast<Index>(2 * m)];
  for (std::size_t q = 0; q < weights.difficulty.size(); ++q) {
    weights.difficulty[q] += part * move.difficulty[static_cast<Index>(q)];
  }
}

}  // namespace

JointWeights no_weights(const JointData& data) {
  return {.length = std::vector<double>(data.candidates),
          .candidate = std::vector<double>(data.candidates),
          .difficulty = std::vector<double>(data.questions)};
}

JointWeights fit_joint_logistic(const JointData& data, const JointPenalties& penalties,
                                JointWeights start, double tolerance) {
  JointWeights weights = std::move(start);
  for (int step = 0; step < kMostSteps; ++step) {
    const Move move = solve(equations_at(data, penalties, weights));
    const double reach = reach_of(data, move);
    // Whole steps where they are small, damped ones beyond: see fit_l1_logistic().
    apply(move, reach < 0.3 ? 1.0 : std::log1p(reach) / reach, weights);
    if (reach < tolerance) break;
  }
  return weights;
}

}  // namespace evenhand
