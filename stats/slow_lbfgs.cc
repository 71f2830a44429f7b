#include "stats/slow_lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace evenhand {
namespace {

constexpr double kLearningRate = 0.1;
constexpr int kMostIterations = 50;
constexpr int kMostEvaluations = 62;  // 5/4 of the iterations, rounded down
constexpr double kTolerance = 1e-9;   // of gradient, step and loss
constexpr std::size_t kHistory = 100;
constexpr double kLeastCurvature = 1e-10;  // pairs below it are not remembered

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void add(Vector& to, double factor, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * what[i];
}

Vector scaled(Vector vector, double factor) {
  for (double& value : vector) value *= factor;
  return vector;
}

double largest(const Vector& vector) {
  double most = 0.0;
  for (const double value : vector) most = std::max(most, std::abs(value));
  return most;
}

double absolute_sum(const Vector& vector) {
  double sum = 0.0;
  for (const double value : vector) sum += std::abs(value);
  return sum;
}

/// Steps and what they did to the gradient.
class Memory {
 public:
  void remember(Vector change, Vector step) {
    const double curvature = dot(change, step);
    if (curvature <= kLeastCurvature) return;
    if (pairs_.size() == kHistory) pairs_.pop_front();
    scale_ = curvature / dot(change, change);
    pairs_.push_back({std::move(change), std::move(step), 1.0 / curvature});
  }

  /// The two loops of L-BFGS (Nocedal 1980).
  Vector direction(const Vector& gradient) const {
    Vector direction = scaled(gradient, -1.0);
    std::vector<double> alphas(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      alphas[i] = pairs_[i].inverse_curvature * dot(pairs_[i].step, direction);
      add(direction, -alphas[i], pairs_[i].change);
    }
    direction = scaled(std::move(direction), scale_);
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const double beta = pairs_[i].inverse_curvature * dot(pairs_[i].change, direction);
      add(direction, alphas[i] - beta, pairs_[i].step);
    }
    return direction;
  }

 private:
  struct Pair {
    Vector change;  // of the gradient
    Vector step;
    double inverse_curvature;
  };

  std::deque<Pair> pairs_;
  double scale_ = 1.0;
};

}  // namespace

std::vector<double> slow_lbfgs(std::vector<double> start,
                               const std::function<LossAt(const std::vector<double>&)>& loss_at) {
  Vector weights = std::move(start);
  LossAt now = loss_at(weights);
  if (largest(now.gradient) <= kTolerance) return weights;
  Memory memory;
  LossAt before = now;
  Vector step;
  int evaluations = 1;
  for (int iteration = 1;; ++iteration) {
    double length = kLearningRate;
    if (iteration == 1) {
      length *= std::min(1.0, 1.0 / absolute_sum(now.gradient));
    } else {
      Vector change = now.gradient;
      add(change, -1.0, before.gradient);
      memory.remember(std::move(change), step);
    }
    const Vector direction = memory.direction(now.gradient);
    before = now;
    if (dot(now.gradient, direction) > -kTolerance) return weights;
    step = scaled(direction, length);
    add(weights, 1.0, step);
    if (iteration == kMostIterations) return weights;  // without another look, as PyTorch does
    now = loss_at(weights);
    ++evaluations;
    if (evaluations >= kMostEvaluations || largest(now.gradient) <= kTolerance) return weights;
    if (largest(step) <= kTolerance || std::abs(now.loss - before.loss) < kTolerance) {
      return weights;
    }
  }
}

}  // namespace evenhand
