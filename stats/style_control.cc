#include "stats/style_control.h"

#include <cmath>
#include <numbers>

#include <Eigen/Dense>

#include "base/check.h"
#include "stats/bradley_terry.h"

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;
constexpr double kExact = 1e-12;
constexpr double kClose = 1e-4;

/// One battle as the fit sees it: standardised differences of the features that take part.
struct Row {
  std::uint32_t a;
  std::uint32_t b;
  double share;
  std::array<double, kFormFeatures> z;
};

double normalised_difference(double a, double b) {
  const double whole_a = std::trunc(a);
  const double whole_b = std::trunc(b);
  return (whole_a - whole_b) / (whole_a + whole_b + 1.0);
}

/// Means and deviations of all features, whether they take part or not.
void standardise(std::span<const StyledBattle> battles, StyleControl& fit) {
  const auto n = static_cast<double>(battles.size());
  for (std::size_t k = 0; k < kFormFeatures; ++k) {
    double sum = 0.0;
    for (const StyledBattle& battle : battles) {
      sum += normalised_difference(battle.form_a[k], battle.form_b[k]);
    }
    fit.means[k] = sum / n;
    double squares = 0.0;
    for (const StyledBattle& battle : battles) {
      const double off = normalised_difference(battle.form_a[k], battle.form_b[k]) - fit.means[k];
      squares += off * off;
    }
    fit.deviations[k] = std::sqrt(squares / n);
  }
}

/// The features that take part and vary.
std::vector<std::size_t> usable(const StyleControl& fit, const FormMask& features) {
  // Below this a spread is rounding: a constant difference does not come out as exactly zero.
  constexpr double kNoSpread = 1e-12;
  std::vector<std::size_t> used;
  for (std::size_t k = 0; k < kFormFeatures; ++k) {
    if (features[k] && fit.deviations[k] > kNoSpread) used.push_back(k);
  }
  return used;
}

class PenalisedFit {
 public:
  PenalisedFit(std::span<const StyledBattle> battles, std::size_t models, const StyleControl& scale,
               std::vector<std::size_t> used, double penalty)
      : models_(static_cast<Index>(models)), used_(std::move(used)), penalty_(penalty) {
    rows_.reserve(battles.size());
    for (const StyledBattle& battle : battles) {
      Row row{battle.a, battle.b, battle.share_a, {}};
      for (std::size_t i = 0; i < used_.size(); ++i) {
        const std::size_t k = used_[i];
        row.z[i] = (normalised_difference(battle.form_a[k], battle.form_b[k]) - scale.means[k]) /
                   scale.deviations[k];
      }
      rows_.push_back(row);
    }
  }

  Index parameters() const { return models_ + static_cast<Index>(used_.size()); }
  const std::vector<std::size_t>& used() const { return used_; }

  /// Newton from `start`; `weight_of(i)` is how often battle i counts.
  template <class WeightOf>
  VectorXd solve(VectorXd start, double tolerance, WeightOf weight_of) const {
    VectorXd at = std::move(start);
    for (int step = 0; step < kMostSteps; ++step) {
      VectorXd gradient = VectorXd::Zero(parameters());
      MatrixXd curvature = MatrixXd::Zero(parameters(), parameters());
      add_battles(at, weight_of, gradient, curvature);
      add_penalty(at, gradient, curvature);
      const VectorXd move = -curvature.llt().solve(gradient);
      const double reach = move.maxCoeff() - move.minCoeff();
      // Whole steps where they are small, damped ones beyond: see fit_l1_logistic().
      at += (reach < 0.3 ? 1.0 : std::log1p(reach) / reach) * move;
      if (reach < tolerance) break;
    }
    return at;
  }

 private:
  template <class WeightOf>
  void add_battles(const VectorXd& at, WeightOf weight_of, VectorXd& gradient,
                   MatrixXd& curvature) const {
    const Index features = parameters() - models_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      const double weight = weight_of(i);
      double odds = at[row.a] - at[row.b];
      for (Index k = 0; k < features; ++k)
        odds += at[models_ + k] * row.z[static_cast<std::size_t>(k)];
      const double expected = 1.0 / (1.0 + std::exp(-odds));
      const double error = weight * (expected - row.share);
      const double information = weight * expected * (1.0 - expected);
      gradient[row.a] += error;
      gradient[row.b] -= error;
      curvature(row.a, row.a) += information;
      curvature(row.b, row.b) += information;
      curvature(row.a, row.b) -= information;
      curvature(row.b, row.a) -= information;
      for (Index k = 0; k < features; ++k) {
        const double z = row.z[static_cast<std::size_t>(k)];
        gradient[models_ + k] += error * z;
        // Only the lower half is read.
        curvature(models_ + k, row.a) += information * z;
        curvature(models_ + k, row.b) -= information * z;
        for (Index l = 0; l <= k; ++l) {
          curvature(models_ + k, models_ + l) +=
              information * z * row.z[static_cast<std::size_t>(l)];
        }
      }
    }
  }

  void add_penalty(const VectorXd& at, VectorXd& gradient, MatrixXd& curvature) const {
    constexpr double kUnit = std::numbers::ln10 * std::numbers::ln10;
    for (Index i = 0; i < parameters(); ++i) {
      const double strength = i < models_ ? penalty_ / kUnit : penalty_;
      gradient[i] += strength * at[i];
      curvature(i, i) += strength;
    }
    // Without a penalty nothing else pins the mean of the strengths.
    if (penalty_ == 0.0) curvature.topLeftCorner(models_, models_).array() += 1.0;
  }

  std::vector<Row> rows_;
  Index models_;
  std::vector<std::size_t> used_;
  double penalty_;
};

std::vector<CountedBattle> counted(std::span<const StyledBattle> battles) {
  std::vector<CountedBattle> all;
  all.reserve(battles.size());
  for (const StyledBattle& battle : battles) all.push_back({battle.a, battle.b, battle.share_a});
  return all;
}

bool exists(std::span<const StyledBattle> battles, std::size_t models, double penalty) {
  if (battles.empty() || models < 2) return false;
  if (penalty > 0.0) return true;
  for (const std::size_t group : comparable_groups(counted(battles), models)) {
    if (group != 0) return false;
  }
  return true;
}

std::vector<std::size_t> used_by(const StyleControl& fit) {
  std::vector<std::size_t> used;
  for (std::size_t k = 0; k < kFormFeatures; ++k) {
    if (fit.coefficients[k]) used.push_back(k);
  }
  return used;
}

/// Strengths and coefficients under those weights, solved from the fit without weights.
std::vector<double> values_of(const PenalisedFit& problem, const StyleControl& fit,
                              std::span<const double> weights, double tolerance) {
  const auto m = static_cast<Index>(fit.strengths.size());
  VectorXd start(problem.parameters());
  for (Index i = 0; i < m; ++i) start[i] = fit.strengths[static_cast<std::size_t>(i)];
  for (std::size_t i = 0; i < problem.used().size(); ++i) {
    start[m + static_cast<Index>(i)] = *fit.coefficients[problem.used()[i]];
  }
  const VectorXd at =
      problem.solve(std::move(start), tolerance, [&](std::size_t i) { return weights[i]; });
  std::vector<double> values;
  const double mean = at.head(m).mean();
  for (Index i = 0; i < m; ++i) values.push_back(at[i] - mean);
  values.resize(fit.strengths.size() + kFormFeatures, 0.0);
  for (std::size_t i = 0; i < problem.used().size(); ++i) {
    values[fit.strengths.size() + problem.used()[i]] = at[m + static_cast<Index>(i)];
  }
  return values;
}

}  // namespace

std::optional<StyleControl> fit_style_control(std::span<const StyledBattle> battles,
                                              std::size_t models, const FormMask& features,
                                              double penalty) {
  EVENHAND_CHECK(penalty >= 0.0);
  if (!exists(battles, models, penalty)) return std::nullopt;
  StyleControl fit;
  standardise(battles, fit);
  const PenalisedFit problem(battles, models, fit, usable(fit, features), penalty);
  const VectorXd at =
      problem.solve(VectorXd::Zero(problem.parameters()), kExact, [](std::size_t) { return 1.0; });
  const auto m = static_cast<Index>(models);
  const double mean = at.head(m).mean();
  for (Index i = 0; i < m; ++i) fit.strengths.push_back(at[i] - mean);
  for (std::size_t i = 0; i < problem.used().size(); ++i) {
    fit.coefficients[problem.used()[i]] = at[m + static_cast<Index>(i)];
  }
  return fit;
}

std::vector<double> refit_style_control(std::span<const StyledBattle> battles,
                                        const StyleControl& fit, double penalty,
                                        std::span<const double> weights) {
  EVENHAND_CHECK(weights.size() == battles.size());
  const PenalisedFit problem(battles, fit.strengths.size(), fit, used_by(fit), penalty);
  return values_of(problem, fit, weights, kExact);
}

std::vector<std::vector<double>> resampled_style_control(std::span<const StyledBattle> battles,
                                                         const StyleControl& fit, double penalty,
                                                         const BootstrapPlan& plan, Rng rng) {
  const PenalisedFit problem(battles, fit.strengths.size(), fit, used_by(fit), penalty);
  return resampled_values(plan, rng, [&](Rng own) {
    std::vector<double> weights(battles.size());
    for (double& weight : weights) weight = -std::log1p(-own.uniform());
    return values_of(problem, fit, weights, kClose);
  });
}

}  // namespace evenhand
