#include "report/svg_points.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/chart_axis.h"
#include "report/chart_labels.h"

namespace evenhand {
namespace {

constexpr double kWidth = 640.0;
constexpr std::size_t kLongestName = 20;  // code points

bool has_two_turns(const CandidateRow& row) { return row.by_turn.size() >= 2; }

std::string turns_in_words(const ReportData& data, Scale scale) {
  std::vector<std::string> parts;
  for (const CandidateRow& row : data.rows) {
    if (!has_two_turns(row)) continue;
    parts.push_back(row.model.text + ": " + estimate_text(row.by_turn[0], scale) + ", then " +
                    estimate_text(row.by_turn[1], scale));
  }
  return joined(parts, "; ") + ".";
}

void draw_turn(Drawing& drawing, const Axis& axis, std::size_t series, double x,
               const Estimate& estimate, const std::string& tip) {
  if (estimate.interval) {
    drawing.line(series_class(series) + " reach", {x, axis.at(estimate.interval->low)},
                 {x, axis.at(estimate.interval->high)});
  }
  drawing.sign(series, {x, axis.at(estimate.value)}, tip);
}

/// What the answers of a candidate took: dollars where they are known for all, else tokens.
struct Effort {
  std::optional<double> dollars;
  std::optional<double> tokens;
};

Effort effort_of(const CandidateRow& row) {
  const Expense& expense = row.answering;
  Effort effort;
  if (expense.calls == 0 || row.coverage.answered == 0) return effort;
  const auto answers = static_cast<double>(row.coverage.answered);
  if (expense.unknown_cost == 0 && expense.cost > 0.0) effort.dollars = expense.cost / answers;
  if (expense.unknown_tokens == 0 && expense.output_tokens > 0) {
    effort.tokens = static_cast<double>(expense.output_tokens) / answers;
  }
  return effort;
}

struct Placed {
  std::size_t row = 0;
  double effort = 0.0;
};

/// Rows that have both an effort of that kind and a headline.
std::vector<Placed> placed_by(const ReportData& data, std::optional<double> Effort::*kind) {
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const auto value = effort_of(data.rows[i]).*kind;
    if (value && headline_of(data.rows[i])) placed.push_back({i, *value});
  }
  return placed;
}

std::string effort_text(double effort, bool is_cost) {
  if (!is_cost) return fmt::format("{:.0f} tokens", effort);
  return fmt::format("${:.3g}", effort * 1000.0);
}

/// The rows that nobody beats at no more effort: best first in `rows` order.
bool is_on_frontier(const std::vector<Placed>& placed, const Placed& one) {
  return std::none_of(placed.begin(), placed.end(), [&](const Placed& other) {
    return other.row < one.row && other.effort <= one.effort;
  });
}

void draw_effort_axis(Drawing& drawing, const Axis& axis, bool is_cost, Interval between) {
  for (const double tick : ticks_of(axis, 6)) {
    const double x = axis.at(tick);
    drawing.line("rule", {x, between.low}, {x, between.high});
    drawing.words("soft", {x, between.high + 16.0}, Anchor::middle,
                  is_cost ? fmt::format("${:g}", tick * 1000.0) : fmt::format("{:g}", tick));
  }
}

/// Two shades apart: which side of even, and how far.
std::string cell_class(double win_rate) {
  const double off = win_rate - 0.5;
  const int shade = std::clamp(static_cast<int>(std::ceil(std::abs(off) * 10.0)), 1, 5);
  return fmt::format("{} part f{}", off >= 0.0 ? "s0" : "s1", shade);
}

}  // namespace

std::optional<Chart> turns_chart(const ReportData& data) {
  if (std::none_of(data.rows.begin(), data.rows.end(), has_two_turns)) return std::nullopt;
  const Scale scale = headline_scale(data);
  Reach reach;
  for (const CandidateRow& row : data.rows) {
    if (has_two_turns(row)) reach.take(row.by_turn[0]);
    if (has_two_turns(row)) reach.take(row.by_turn[1]);
  }
  constexpr double kBottom = 270.0;
  const Axis axis = reach.axis(headline_bounds(data), kBottom, 24.0);
  const Interval turns{150.0, 390.0};
  Drawing drawing(
      {"turns", kWidth, kBottom + 34.0, "First turn against second", turns_in_words(data, scale)});
  draw_left_axis(drawing, axis, scale, {90.0, 450.0});
  std::vector<Label> labels;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const CandidateRow& row = data.rows[i];
    if (!has_two_turns(row)) continue;
    // Side by side, so that intervals of equal candidates do not hide each other.
    const double aside = (static_cast<double>(i % kSeries) - 3.5) * 5.0;
    const Point ends[] = {{turns.low + aside, axis.at(row.by_turn[0].value)},
                          {turns.high + aside, axis.at(row.by_turn[1].value)}};
    drawing.polyline(series_class(i) + " stroke", ends);
    for (std::size_t t = 0; t < 2; ++t) {
      draw_turn(drawing, axis, i, ends[t].x, row.by_turn[t],
                fmt::format("{}, turn {}: {}", row.model.text, t + 1,
                            estimate_text(row.by_turn[t], scale)));
    }
    labels.push_back({460.0, ends[1].y, shortened(row.model.text, kLongestName), i});
  }
  draw_labels(drawing, std::move(labels), {24.0, kBottom});
  drawing.words("strong", {turns.low, kBottom + 24.0}, Anchor::middle, "turn 1");
  drawing.words("strong", {turns.high, kBottom + 24.0}, Anchor::middle, "turn 2");
  return Chart{.name = "turns",
               .title = "First turn against second",
               .note =
                   "The second turn builds on the first. A line that falls is a candidate that "
                   "loses the thread.",
               .svg = std::move(drawing).take()};
}

std::optional<Chart> cost_chart(const ReportData& data) {
  std::vector<Placed> placed = placed_by(data, &Effort::dollars);
  const std::vector<Placed> by_tokens = placed_by(data, &Effort::tokens);
  const bool is_cost = placed.size() >= by_tokens.size() && !placed.empty();
  if (!is_cost) placed = by_tokens;
  if (placed.size() < 2) return std::nullopt;

  const Scale scale = headline_scale(data);
  Reach across;
  Reach up;
  std::vector<std::string> parts;
  for (const Placed& one : placed) {
    across.take(one.effort);
    up.take(headline_of(data.rows[one.row]));
    parts.push_back(data.rows[one.row].model.text + ": " + effort_text(one.effort, is_cost) + ", " +
                    estimate_text(*headline_of(data.rows[one.row]), scale));
  }
  constexpr double kBottom = 250.0;
  constexpr double kRight = 450.0;
  const Axis x_axis = across.axis({0.0, 1e300}, 70.0, kRight);
  const Axis y_axis = up.axis(headline_bounds(data), kBottom, 14.0);
  const std::string title = is_cost ? "Cost against quality" : "Effort against quality";
  Drawing drawing({"cost", kWidth, kBottom + 44.0, title, joined(parts, "; ") + "."});
  draw_left_axis(drawing, y_axis, scale, {60.0, kRight + 10.0});
  draw_effort_axis(drawing, x_axis, is_cost, {14.0, kBottom});
  drawing.words("soft", {(70.0 + kRight) / 2.0, kBottom + 36.0}, Anchor::middle,
                is_cost ? "US dollars for 1000 answers" : "tokens of an answer, in the mean");
  std::vector<Label> labels;
  for (const Placed& one : placed) {
    const CandidateRow& row = data.rows[one.row];
    const Estimate& estimate = *headline_of(row);
    const Point at{x_axis.at(one.effort), y_axis.at(estimate.value)};
    if (estimate.interval) {
      drawing.line(series_class(one.row) + " reach", {at.x, y_axis.at(estimate.interval->low)},
                   {at.x, y_axis.at(estimate.interval->high)});
    }
    const std::string tip = row.model.text + ": " + effort_text(one.effort, is_cost) + ", " +
                            estimate_text(estimate, scale);
    if (is_on_frontier(placed, one)) {
      drawing.sign(one.row, at, tip);
    } else {
      drawing.hollow_sign(one.row, at, tip);
    }
    labels.push_back({kRight + 20.0, at.y, shortened(row.model.text, kLongestName), one.row});
  }
  draw_labels(drawing, std::move(labels), {14.0, kBottom});
  return Chart{.name = "cost",
               .title = title,
               .note = "Filled: nobody does better for less. Judging is not counted.",
               .svg = std::move(drawing).take()};
}

std::optional<Chart> matrix_chart(const ReportData& data) {
  const std::size_t n = data.win_rates_of_pairs.size();
  if (n < 2 || n != data.rows.size()) return std::nullopt;
  const double cell = std::clamp(420.0 / static_cast<double>(n), 30.0, 64.0);
  double names = 60.0;
  for (const CandidateRow& row : data.rows) {
    names = std::max(names, width_of(shortened(row.model.text, kLongestName)) + 46.0);
  }
  const double top = 26.0;
  const double side = cell * static_cast<double>(n);
  Drawing shapes({"matrix", std::max(names + side + 8.0, 480.0), top + side + 8.0, "Who beats whom",
                  "Win rate of each line's candidate against each column's, in percent."});
  for (std::size_t r = 0; r < n; ++r) {
    const double y = top + cell * static_cast<double>(r);
    const std::string sign = std::to_string(r + 1);
    shapes.words("strong", {names - 30.0, y + cell / 2.0 + 4.0}, Anchor::end,
                 shortened(data.rows[r].model.text, kLongestName));
    shapes.words("soft", {names - 8.0, y + cell / 2.0 + 4.0}, Anchor::end, sign);
    shapes.words("soft", {names + cell * (static_cast<double>(r) + 0.5), top - 8.0}, Anchor::middle,
                 sign);
    for (std::size_t c = 0; c < data.win_rates_of_pairs[r].size(); ++c) {
      const auto& win_rate = data.win_rates_of_pairs[r][c];
      const double x = names + cell * static_cast<double>(c);
      shapes.rectangle(win_rate ? cell_class(*win_rate) : "none", {x, y}, cell, cell,
                       win_rate ? data.rows[r].model.text + " against " + data.rows[c].model.text
                                : std::string());
      if (!win_rate) continue;
      shapes.words("", {x + cell / 2.0, y + cell / 2.0 + 4.0}, Anchor::middle,
                   number_text(*win_rate, Scale::percent, cell < 40.0 ? 0 : 1));
    }
  }
  return Chart{.name = "matrix",
               .title = "Who beats whom",
               .note =
                   "Win rate of the line's candidate against the column's, in percent; the "
                   "stronger the shade, the further from even.",
               .svg = std::move(shapes).take()};
}

}  // namespace evenhand
