#include "run/score_arena_hard.h"

#include <algorithm>
#include <set>

namespace evenhand {
namespace {

/// Shares in [0, 1], by the model's place in the sheet.
struct Estimates {
  std::vector<std::optional<double>> scores;
  std::vector<std::optional<Interval>> intervals;
  std::optional<ArenaHardStyle> style = {};
};

double coverage_of(const ArenaHardScoring& scoring) {
  const bool is_new = scoring.order.version == ArenaHardVersion::v2_0;
  const bool by_rows = scoring.unit == ArenaHardScoring::Unit::rows;
  return is_new && by_rows ? 0.9 : 0.95;
}

BootstrapPlan plan_of(const ArenaHardScoring& scoring) {
  return {
      .resamples = scoring.resamples, .coverage = coverage_of(scoring), .threads = scoring.threads};
}

RowPicker picker_of(const ArenaHardScoring& scoring, const std::string& purpose) {
  switch (scoring.order.version) {
    case ArenaHardVersion::v0_1: return rows_from_numpy(static_cast<std::uint32_t>(scoring.seed));
    case ArenaHardVersion::v2_0: break;
  }
  return rows_from(Rng::for_purpose(scoring.seed, purpose));
}

std::vector<ArenaHardRow> rows_of_model(const ArenaHardSheet& sheet, std::size_t model) {
  std::vector<ArenaHardRow> rows;
  for (const ArenaHardRow& row : sheet.rows) {
    if (row.model == model) rows.push_back(row);
  }
  return rows;
}

std::vector<std::optional<Interval>> old_row_intervals(const ArenaHardSheet& sheet,
                                                       const ArenaHardScoring& scoring) {
  std::vector<std::optional<Interval>> intervals(sheet.models.size());
  if (sheet.rows.empty()) return intervals;
  auto means = resampled_joint_means(sheet.rows, sheet.models.size(), scoring.resamples,
                                     picker_of(scoring, ""));
  for (std::size_t m = 0; m < means.size(); ++m) {
    if (!means[m].empty()) {
      intervals[m] = elo_percentiles_of(std::move(means[m]), coverage_of(scoring));
    }
  }
  return intervals;
}

std::vector<std::optional<Interval>> new_row_intervals(const ArenaHardSheet& sheet,
                                                       const ArenaHardScoring& scoring) {
  std::vector<std::optional<Interval>> intervals(sheet.models.size());
  for (std::size_t m = 0; m < sheet.models.size(); ++m) {
    const std::vector<ArenaHardRow> rows = rows_of_model(sheet, m);
    if (rows.empty()) continue;
    const RowPicker pick = picker_of(scoring, "rows/" + sheet.models[m].model.text);
    intervals[m] =
        percentiles_of(resampled_row_means(rows, scoring.resamples, pick), coverage_of(scoring));
  }
  return intervals;
}

Estimates plain_estimates(const ArenaHardSheet& sheet, const ArenaHardScoring& scoring) {
  const std::size_t models = sheet.models.size();
  Estimates estimates{.scores = arena_hard_scores(sheet.rows, models),
                      .intervals = std::vector<std::optional<Interval>>(models)};
  if (scoring.resamples == 0) return estimates;
  switch (scoring.unit) {
    case ArenaHardScoring::Unit::questions:
      estimates.intervals = arena_hard_intervals(sheet.rows, models, plan_of(scoring),
                                                 Rng::for_purpose(scoring.seed, "questions"));
      return estimates;
    case ArenaHardScoring::Unit::rows: break;
  }
  estimates.intervals = scoring.order.version == ArenaHardVersion::v0_1
                            ? old_row_intervals(sheet, scoring)
                            : new_row_intervals(sheet, scoring);
  return estimates;
}

std::optional<Interval> interval_of(std::vector<double> values, const ArenaHardScoring& scoring) {
  if (values.empty()) return std::nullopt;
  return percentiles_of(std::move(values), coverage_of(scoring));
}

StyleIntervals styled_row_intervals(const std::vector<FormedRow>& rows, std::size_t models,
                                    const ArenaHardScoring& scoring) {
  const auto fits = resampled_style_fits(rows, models, scoring.style, scoring.resamples,
                                         picker_of(scoring, "styled rows"));
  StyleIntervals intervals{.win_rates = std::vector<std::optional<Interval>>(models)};
  for (std::size_t m = 0; m < models; ++m) {
    std::vector<double> rates;
    for (const auto& fit : fits) {
      const auto rate = fit ? fit->win_rate(m) : std::nullopt;
      if (rate) rates.push_back(*rate);
    }
    intervals.win_rates[m] = interval_of(std::move(rates), scoring);
  }
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
    std::vector<double> weights;
    for (const auto& fit : fits) {
      if (fit) weights.push_back(fit->coefficients[f]);
    }
    intervals.coefficients[f] = interval_of(std::move(weights), scoring);
  }
  return intervals;
}

Result<Estimates> styled_estimates(const ArenaHardSheet& sheet, const std::vector<FormedRow>& rows,
                                   const ArenaHardScoring& scoring) {
  const std::size_t models = sheet.models.size();
  const auto fit = fit_style(rows, models, scoring.style);
  if (!fit) {
    return Error{.what =
                     "style control has no solution: the form of the answers tells who wins, or "
                     "there are too few judgements",
                 .hint = "score without --style-control"};
  }
  Estimates estimates;
  estimates.style.emplace().coefficients = fit->coefficients;
  for (std::size_t m = 0; m < models; ++m) estimates.scores.push_back(fit->win_rate(m));
  StyleIntervals intervals{.win_rates = std::vector<std::optional<Interval>>(models)};
  if (scoring.resamples > 0) {
    intervals = scoring.unit == ArenaHardScoring::Unit::questions
                    ? style_intervals(rows, models, scoring.style, plan_of(scoring),
                                      Rng::for_purpose(scoring.seed, "styled questions"))
                    : styled_row_intervals(rows, models, scoring);
  }
  estimates.intervals = intervals.win_rates;
  estimates.style->intervals = intervals.coefficients;
  return estimates;
}

/// Over all questions of the sheet that the model answered.
std::optional<double> mean_tokens(const FormsOfModels& forms, const ModelId& model,
                                  const std::set<QuestionId>& questions) {
  const auto answers = forms.find(model);
  if (answers == forms.end()) return std::nullopt;
  double sum = 0.0;
  double count = 0.0;
  for (const auto& [question, form] : answers->second.forms) {
    if (!questions.contains(question)) continue;
    if (!form.tokens) return std::nullopt;
    sum += *form.tokens;
    count += 1.0;
  }
  if (count == 0.0) return std::nullopt;
  return sum / count;
}

std::optional<Interval> in_percent(const std::optional<Interval>& interval) {
  if (!interval) return std::nullopt;
  return Interval{.low = 100.0 * interval->low, .high = 100.0 * interval->high};
}

ArenaHardBoard board_of(const ArenaHardSheet& sheet, const Estimates& estimates,
                        const FormsOfModels& forms) {
  ArenaHardBoard board{.baseline = sheet.baseline, .category = sheet.category};
  const std::set<QuestionId> questions(sheet.questions.begin(), sheet.questions.end());
  std::vector<Interval> intervals;
  for (std::size_t m = 0; m < sheet.models.size(); ++m) {
    ArenaHardLine line{.tally = sheet.models[m], .interval = in_percent(estimates.intervals[m])};
    if (estimates.scores[m]) line.score = 100.0 * *estimates.scores[m];
    if (line.interval) intervals.push_back(*line.interval);
    line.tokens = mean_tokens(forms, line.tally.model, questions);
    board.lines.push_back(std::move(line));
  }
  std::stable_sort(board.lines.begin(), board.lines.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  if (intervals.size() > 1) board.separability = separability_of(intervals);
  board.style = estimates.style;
  board.warnings = sheet.warnings;
  return board;
}

}  // namespace

Result<ArenaHardBoard> score_arena_hard(const ArenaHardScoring& scoring, const World& world) {
  EVENHAND_TRY(const ArenaHardSheet sheet, read_arena_hard_sheet(world.files, scoring.order));
  EVENHAND_TRY(const FormsOfModels forms, read_forms(world.files, scoring.order));
  std::vector<std::string> warnings;
  Estimates estimates;
  if (scoring.style_control) {
    EVENHAND_TRY(const FormedRows formed, formed_rows(sheet, forms, scoring.order.version));
    EVENHAND_TRY(estimates, styled_estimates(sheet, formed.rows, scoring));
    warnings = formed.warnings;
  } else {
    estimates = plain_estimates(sheet, scoring);
  }
  ArenaHardBoard board = board_of(sheet, estimates, forms);
  board.coverage = coverage_of(scoring);
  board.warnings.insert(board.warnings.end(), warnings.begin(), warnings.end());
  if (scoring.unit == ArenaHardScoring::Unit::rows && scoring.resamples > 0) {
    board.warnings.emplace_back(
        "intervals are resampled row by row, as upstream does: rows of one question hang together, "
        "so they are too narrow");
  }
  return board;
}

}  // namespace evenhand
