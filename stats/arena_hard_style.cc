#include "stats/arena_hard_style.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <Eigen/Dense>

#include "base/check.h"
#include "stats/slow_lbfgs.h"

namespace evenhand {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 200;
constexpr double kExact = 1e-12;
constexpr double kClose = 1e-4;  // leaves about its square
constexpr double kStart = 0.5;   // upstream's; what is reported does not depend on it

/// A row as the fit sees it.
struct Term {
  Index model;
  double share;
  double weight;
  const FormValues* form;
};

/// The scale of a fit and what it is punished for.
struct Scale {
  double unit = 1.0;     // log odds of one unit of strength
  double times = 1.0;    // that each row stands in the table
  double penalty = 0.0;  // times half the sum of squares
};

Scale scale_of(StyleModel::Kind kind) {
  switch (kind) {
    case StyleModel::Kind::v0_1: return {.unit = std::numbers::ln10, .times = 2.0, .penalty = 1.0};
    case StyleModel::Kind::v2_0: break;
  }
  return {};
}

enum class Record { none, mixed, all_won, all_lost };

/// The problem of one fit: rows that count, and what each model has to show.
class Problem {
 public:
  Problem(std::span<const FormedRow> rows, std::size_t models, const StyleModel& model,
          std::span<const double> times)
      : scale_(scale_of(model.kind)), records_(models, Record::none) {
    for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
      const bool is_flat = std::all_of(rows.begin(), rows.end(),
                                       [f](const FormedRow& row) { return row.form[f] == 0.0; });
      if (model.features[f] && !is_flat) features_.push_back(f);
    }
    terms_.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double weight = rows[i].row.count * (times.empty() ? 1.0 : times[i]);
      if (weight <= 0.0) continue;
      const ArenaHardRow& row = rows[i].row;
      note(records_.at(row.model), row.share);
      terms_.push_back(
          {static_cast<Index>(row.model), row.share, scale_.times * weight, &rows[i].form});
    }
  }

  const Scale& scale() const { return scale_; }
  const std::vector<Record>& records() const { return records_; }
  bool is_empty() const { return terms_.empty(); }

  Index models() const { return static_cast<Index>(records_.size()); }
  Index baseline() const { return models(); }
  Index features() const { return static_cast<Index>(features_.size()); }
  Index size() const { return models() + 1 + features(); }

  /// Without a penalty, a model that won or lost everything has no finite strength and tells
  /// nothing about the rest.
  void leave_out_unbeaten() {
    std::erase_if(terms_, [&](const Term& term) {
      return records_[static_cast<std::size_t>(term.model)] != Record::mixed;
    });
  }

  const std::vector<Term>& terms() const { return terms_; }

  double feature(const Term& term, Index which) const {
    return (*term.form)[features_[static_cast<std::size_t>(which)]];
  }

  double log_odds(const Term& term, std::span<const double> weights) const {
    double sum = scale_.unit * (weights[at(term.model)] - weights[at(baseline())]);
    for (Index f = 0; f < features(); ++f) {
      sum += feature(term, f) * weights[at(baseline() + 1 + f)];
    }
    return sum;
  }

  StyleFit fit_of(const std::vector<double>& weights) const {
    StyleFit fit{.baseline = weights[at(baseline())], .unit = scale_.unit};
    for (std::size_t model = 0; model < records_.size(); ++model) {
      const bool has_rows = records_[model] != Record::none;
      fit.strengths.push_back(has_rows ? std::optional(weights[model]) : std::nullopt);
    }
    for (Index f = 0; f < features(); ++f) {
      fit.coefficients[features_[at(f)]] = weights[at(baseline() + 1 + f)];
    }
    return fit;
  }

  /// Where to start from: near the optimum of a fit that is like this one, or where upstream does.
  VectorXd start_near(const StyleFit* fit) const {
    VectorXd weights = VectorXd::Constant(size(), kStart);
    if (fit == nullptr) return weights;
    for (Index m = 0; m < models(); ++m) {
      const std::optional<double>& strength = fit->strengths[at(m)];
      if (strength && std::isfinite(*strength)) weights[m] = *strength;
    }
    weights[baseline()] = fit->baseline;
    for (Index f = 0; f < features(); ++f) {
      weights[baseline() + 1 + f] = fit->coefficients[features_[at(f)]];
    }
    return weights;
  }

  static std::size_t at(Index index) { return static_cast<std::size_t>(index); }

 private:
  static void note(Record& record, double share) {
    const Record now = share >= 1.0   ? Record::all_won
                       : share <= 0.0 ? Record::all_lost
                                      : Record::mixed;
    record = record == Record::none || record == now ? now : Record::mixed;
  }

  Scale scale_;
  std::vector<Record> records_;
  std::vector<std::size_t> features_;
  std::vector<Term> terms_;
};

double logistic(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

/// log(1 + e^z) - share * z, without overflow.
double cross_entropy(double share, double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - share * z;
}

LossAt loss_at(const Problem& problem, const std::vector<double>& weights) {
  LossAt result{.gradient = std::vector<double>(weights.size(), 0.0)};
  const std::size_t baseline = Problem::at(problem.baseline());
  for (const Term& term : problem.terms()) {
    const double z = problem.log_odds(term, weights);
    const double error = term.weight * (logistic(z) - term.share);
    result.loss += term.weight * cross_entropy(term.share, z);
    result.gradient[Problem::at(term.model)] += problem.scale().unit * error;
    result.gradient[baseline] -= problem.scale().unit * error;
    for (Index f = 0; f < problem.features(); ++f) {
      result.gradient[baseline + 1 + Problem::at(f)] += error * problem.feature(term, f);
    }
  }
  return result;
}

struct Slope {
  VectorXd gradient;
  MatrixXd curvature;
};

/// Adds one row: nonzero at the model, at the baseline and at the features.
void add_row(const Problem& problem, const Term& term, const VectorXd& weights, Slope& slope) {
  const double expected =
      logistic(problem.log_odds(term, {weights.data(), Problem::at(weights.size())}));
  const double error = term.weight * (expected - term.share);
  const double bend = term.weight * expected * (1.0 - expected);
  const double unit = problem.scale().unit;
  const Index m = term.model;
  const Index b = problem.baseline();
  slope.gradient[m] += unit * error;
  slope.gradient[b] -= unit * error;
  slope.curvature(m, m) += unit * unit * bend;
  slope.curvature(b, b) += unit * unit * bend;
  slope.curvature(b, m) -= unit * unit * bend;
  for (Index f = 0; f < problem.features(); ++f) {
    const double value = problem.feature(term, f);
    const Index row = b + 1 + f;
    slope.gradient[row] += error * value;
    slope.curvature(row, m) += unit * bend * value;
    slope.curvature(row, b) -= unit * bend * value;
    for (Index g = 0; g <= f; ++g) {
      slope.curvature(row, b + 1 + g) += bend * value * problem.feature(term, g);
    }
  }
}

/// Gradient and the lower half of the curvature.
Slope slope_at(const Problem& problem, const VectorXd& weights) {
  const Index n = problem.size();
  Slope slope{problem.scale().penalty * weights,
              problem.scale().penalty * MatrixXd::Identity(n, n)};
  for (const Term& term : problem.terms()) add_row(problem, term, weights, slope);
  return slope;
}

/// Holds still what the rows do not decide: strengths of models that are left out, and, without a
/// penalty, the sum of the others and the baseline's.
void pin(const Problem& problem, MatrixXd& curvature) {
  if (problem.scale().penalty > 0.0) return;
  VectorXd present = VectorXd::Zero(problem.size());
  for (Index m = 0; m < problem.models(); ++m) {
    if (curvature(m, m) > 0.0) {
      present[m] = 1.0;
    } else {
      curvature(m, m) = 1.0;
    }
  }
  present[problem.baseline()] = 1.0;
  curvature += present * present.transpose();
}

std::optional<VectorXd> newton(const Problem& problem, VectorXd weights, double tolerance) {
  for (int step = 0; step < kMostSteps; ++step) {
    Slope slope = slope_at(problem, weights);
    pin(problem, slope.curvature);
    const VectorXd move =
        -slope.curvature.selfadjointView<Eigen::Lower>().ldlt().solve(slope.gradient);
    const double reach = move.cwiseAbs().maxCoeff() * problem.scale().unit;
    if (!std::isfinite(reach)) return std::nullopt;
    weights += (reach < 0.3 ? 1.0 : std::log1p(reach) / reach) * move;
    if (reach < tolerance) return weights;
  }
  return std::nullopt;
}

/// With `near`, the fit of the rows that were resampled, as close to the optimum as intervals need.
std::optional<StyleFit> fit_exactly(Problem& problem, const StyleFit* near) {
  if (problem.scale().penalty == 0.0) problem.leave_out_unbeaten();
  const auto weights = newton(problem, problem.start_near(near), near == nullptr ? kExact : kClose);
  if (!weights) return std::nullopt;
  StyleFit fit = problem.fit_of({weights->begin(), weights->end()});
  if (problem.scale().penalty > 0.0) return fit;
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  for (std::size_t model = 0; model < problem.records().size(); ++model) {
    if (problem.records()[model] == Record::all_won) fit.strengths[model] = kInfinite;
    if (problem.records()[model] == Record::all_lost) fit.strengths[model] = -kInfinite;
  }
  return fit;
}

StyleFit fit_as_upstream(const Problem& problem) {
  return problem.fit_of(
      slow_lbfgs(std::vector<double>(Problem::at(problem.size()), kStart),
                 [&](const std::vector<double>& weights) { return loss_at(problem, weights); }));
}

std::optional<StyleFit> fit_problem(Problem problem, const StyleModel& model,
                                    const StyleFit* near) {
  if (problem.is_empty()) return std::nullopt;
  switch (model.optimizer) {
    case StyleModel::Optimizer::as_upstream: return fit_as_upstream(problem);
    case StyleModel::Optimizer::exact: break;
  }
  return fit_exactly(problem, near);
}

std::vector<std::optional<double>> values_of(const std::optional<StyleFit>& fit,
                                             std::size_t models) {
  std::vector<std::optional<double>> values(models + kArenaHardFeatures);
  if (!fit) return values;
  for (std::size_t model = 0; model < models; ++model) values[model] = fit->win_rate(model);
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) values[models + f] = fit->coefficients[f];
  return values;
}

}  // namespace

FormValues form_difference(const FormValues& model, const FormValues& baseline,
                           FormDifference difference) {
  FormValues values = {};
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
    double m = model[f];
    double b = baseline[f];
    double stretch = 1.0;
    switch (difference) {
      case FormDifference::of_counts: break;
      case FormDifference::of_densities:
        if (f == 0) {
          stretch = 0.0;
        } else {
          m /= model[0] + 1.0;
          b /= baseline[0] + 1.0;
        }
        break;
    }
    const double sum = m + b + stretch;
    values[f] = sum > 0.0 ? (m - b) / sum : 0.0;
  }
  return values;
}

void standardize(std::vector<FormedRow>& rows, Deviation deviation) {
  double count = 0.0;
  for (const FormedRow& row : rows) count += row.row.count;
  const double freedom = deviation == Deviation::of_sample ? count - 1.0 : count;
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
    double sum = 0.0;
    for (const FormedRow& row : rows) sum += row.row.count * row.form[f];
    const double mean = sum / count;
    double squares = 0.0;
    for (const FormedRow& row : rows) {
      squares += row.row.count * (row.form[f] - mean) * (row.form[f] - mean);
    }
    constexpr double kFlat = 1e-12;  // of features between -1 and 1: rounding, no difference
    const double spread = freedom > 0.0 ? std::sqrt(squares / freedom) : 0.0;
    for (FormedRow& row : rows) {
      row.form[f] = spread > kFlat ? (row.form[f] - mean) / spread : 0.0;
    }
  }
}

std::optional<double> StyleFit::win_rate(std::size_t model) const {
  const std::optional<double>& strength = strengths.at(model);
  if (!strength) return std::nullopt;
  return logistic(unit * (*strength - baseline));
}

std::optional<StyleFit> fit_style(std::span<const FormedRow> rows, std::size_t models,
                                  const StyleModel& model, std::span<const double> times) {
  EVENHAND_CHECK(times.empty() || times.size() == rows.size());
  return fit_problem(Problem(rows, models, model, times), model, nullptr);
}

StyleIntervals style_intervals(std::span<const FormedRow> rows, std::size_t models,
                               const StyleModel& model, const BootstrapPlan& plan, Rng rng) {
  std::size_t questions = 0;
  for (const FormedRow& row : rows) questions = std::max(questions, row.row.question + 1);
  const auto whole = fit_style(rows, models, model);
  const StyleFit* const near = whole ? &*whole : nullptr;
  const auto refit = [&](std::span<const std::uint32_t> counts) {
    std::vector<double> times;
    times.reserve(rows.size());
    for (const FormedRow& row : rows) times.push_back(counts[row.row.question]);
    return values_of(fit_problem(Problem(rows, models, model, times), model, near), models);
  };
  const auto intervals = refit_intervals(questions, plan, rng, refit);
  StyleIntervals result;
  result.win_rates.assign(intervals.begin(), intervals.begin() + static_cast<Index>(models));
  std::copy_n(intervals.begin() + static_cast<Index>(models), kArenaHardFeatures,
              result.coefficients.begin());
  return result;
}

std::vector<std::optional<StyleFit>> resampled_style_fits(std::span<const FormedRow> rows,
                                                          std::size_t models,
                                                          const StyleModel& model,
                                                          std::size_t rounds,
                                                          const RowPicker& pick) {
  std::vector<std::size_t> places;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    places.insert(places.end(), rows[row].row.count, row);
  }
  EVENHAND_CHECK(!places.empty());
  std::vector<std::optional<StyleFit>> fits;
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<double> times(rows.size(), 0.0);
    for (const std::size_t picked : pick(round, places.size())) times[places[picked]] += 1.0;
    // A row drawn once counts once, however often it stands in the table.
    for (std::size_t row = 0; row < rows.size(); ++row) times[row] /= rows[row].row.count;
    fits.push_back(fit_style(rows, models, model, times));
  }
  return fits;
}

}  // namespace evenhand
