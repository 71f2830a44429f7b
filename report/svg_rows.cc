#include "report/svg_rows.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "report/chart_axis.h"
#include "report/notes.h"

namespace evenhand {
namespace {

constexpr double kWidth = 640.0;
constexpr double kRow = 26.0;
constexpr double kTop = 22.0;
constexpr std::size_t kLongestName = 28;  // code points
constexpr double kValues = 128.0;         // room for "52.3 [49.1, 55.4]"

using EstimateOf = std::function<const std::optional<Estimate>&(const CandidateRow&)>;

bool any_has(const ReportData& data, const EstimateOf& estimate_of) {
  return std::any_of(data.rows.begin(), data.rows.end(),
                     [&](const CandidateRow& row) { return estimate_of(row).has_value(); });
}

double room_for_names(const ReportData& data) {
  double room = 40.0;
  for (const CandidateRow& row : data.rows) {
    room = std::max(room, width_of(shortened(row.model.text, kLongestName)));
  }
  return room + 18.0;
}

std::string in_words(const ReportData& data, const EstimateOf& estimate_of, Scale scale) {
  std::vector<std::string> parts;
  for (const CandidateRow& row : data.rows) {
    const auto& estimate = estimate_of(row);
    parts.push_back(row.model.text + ": " + (estimate ? estimate_text(*estimate, scale) : "none"));
  }
  return joined(parts, "; ") + ".";
}

/// Where the lines of a chart lie.
struct Lines {
  Axis axis;
  Interval between;  // top and bottom

  double middle(std::size_t row) const {
    return between.low + kRow * (static_cast<double>(row) + 0.5);
  }
};

Lines lines_for(const ReportData& data, const Reach& reach, Interval bounds) {
  const double bottom = kTop + kRow * static_cast<double>(data.rows.size());
  return {.axis = reach.axis(bounds, room_for_names(data), kWidth - kValues - 16.0),
          .between = {kTop, bottom}};
}

double height_of(const ReportData& data) {
  return kTop + kRow * static_cast<double>(data.rows.size()) + 26.0;
}

void draw_names(Drawing& drawing, const ReportData& data, const Lines& lines) {
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    drawing.words("strong", {lines.axis.from - 14.0, lines.middle(i) + 4.0}, Anchor::end,
                  shortened(data.rows[i].model.text, kLongestName));
  }
}

/// The dashed line of what is even, with its name above.
void draw_even(Drawing& drawing, const Lines& lines, double value, const std::string& name) {
  const double x = lines.axis.at(value);
  drawing.line("even", {x, lines.between.low - 4.0}, {x, lines.between.high});
  const double half = width_of(name) / 2.0;
  drawing.words("soft", {std::clamp(x, half, kWidth - half), lines.between.low - 8.0},
                Anchor::middle, name);
}

void draw_estimate(Drawing& drawing, const Lines& lines, std::size_t row, const Estimate& estimate,
                   const std::string& tip) {
  const double y = lines.middle(row);
  if (estimate.interval) {
    drawing.line(series_class(row) + " reach", {lines.axis.at(estimate.interval->low), y},
                 {lines.axis.at(estimate.interval->high), y});
  }
  drawing.sign(row, {lines.axis.at(estimate.value), y}, tip);
}

std::string baseline_name(const ReportData& data) {
  return data.baseline ? shortened(data.baseline->text, 24) : "even";
}

Chart row_chart(const ReportData& data, Chart chart, const EstimateOf& estimate_of, Scale scale) {
  const bool percent = scale == Scale::percent;
  Reach reach;
  for (const CandidateRow& row : data.rows) reach.take(estimate_of(row));
  if (percent) reach.take(0.5);
  const bool rating = chart.name == "ratings";
  const Lines lines =
      lines_for(data, reach, rating ? Interval{-1e300, 1e300} : headline_bounds(data));
  Drawing drawing({.name = chart.name,
                   .width = kWidth,
                   .height = height_of(data),
                   .title = chart.title,
                   .description = in_words(data, estimate_of, scale)});
  draw_bottom_axis(drawing, lines.axis, scale, lines.between);
  if (percent) draw_even(drawing, lines, 0.5, baseline_name(data));
  draw_names(drawing, data, lines);
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const auto& estimate = estimate_of(data.rows[i]);
    const std::string words = estimate ? estimate_text(*estimate, scale) : "no score";
    if (estimate)
      draw_estimate(drawing, lines, i, *estimate, data.rows[i].model.text + ": " + words);
    drawing.words("", {kWidth - 4.0, lines.middle(i) + 4.0}, Anchor::end, words);
  }
  chart.svg = std::move(drawing).take();
  return chart;
}

const std::optional<Estimate>& rating_of(const CandidateRow& row) { return row.rating; }

const std::optional<Estimate>& controlled_of(const CandidateRow& row) {
  return row.length_controlled_win_rate;
}

}  // namespace

std::optional<Chart> forest_chart(const ReportData& data) {
  if (!any_has(data, headline_of)) return std::nullopt;
  const bool percent = headline_scale(data) == Scale::percent;
  return row_chart(
      data,
      {.name = "forest",
       .title = percent ? "Win rates and their intervals" : "Mean grades and their intervals",
       .note = meaning_of_headline(data)},
      headline_of, headline_scale(data));
}

std::optional<Chart> ratings_chart(const ReportData& data) {
  if (!any_has(data, rating_of)) return std::nullopt;
  return row_chart(
      data,
      {.name = "ratings",
       .title = "Ratings and their intervals",
       .note = "Bradley and Terry's strengths on the Elo scale, mean 1000: 100 points "
               "more are 64 wins of 100. They take into account whom a candidate met."},
      rating_of, Scale::points);
}

std::optional<Chart> length_control_chart(const ReportData& data) {
  if (!any_has(data, controlled_of)) return std::nullopt;
  Reach reach;
  reach.take(0.5);
  for (const CandidateRow& row : data.rows) {
    reach.take(row.win_rate);
    reach.take(row.length_controlled_win_rate);
  }
  const Lines lines = lines_for(data, reach, {0.0, 1.0});
  Drawing drawing({.name = "length-control",
                   .width = kWidth,
                   .height = height_of(data),
                   .title = "What length is worth",
                   .description = in_words(data, controlled_of, Scale::percent)});
  draw_bottom_axis(drawing, lines.axis, Scale::percent, lines.between);
  draw_even(drawing, lines, 0.5, baseline_name(data));
  draw_names(drawing, data, lines);
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const CandidateRow& row = data.rows[i];
    if (!row.win_rate || !row.length_controlled_win_rate) continue;
    const double y = lines.middle(i);
    const Point raw{lines.axis.at(row.win_rate->value), y};
    const std::string words = estimate_text(*row.length_controlled_win_rate, Scale::percent);
    draw_estimate(drawing, lines, i, *row.length_controlled_win_rate,
                  row.model.text + ", at equal length: " + words);
    drawing.line(series_class(i) + " stroke", raw,
                 {lines.axis.at(row.length_controlled_win_rate->value), y});
    drawing.hollow_sign(i, raw,
                        row.model.text + ", raw: " + estimate_text(*row.win_rate, Scale::percent));
    drawing.words("", {kWidth - 4.0, y + 4.0}, Anchor::end, words);
  }
  return Chart{.name = "length-control",
               .title = "What length is worth",
               .note =
                   "Hollow: the win rate as it is. Filled, with interval and number: with the "
                   "length of the answers held equal. A long line between the two is a "
                   "candidate whose length, not its words, was preferred or punished.",
               .svg = std::move(drawing).take()};
}

}  // namespace evenhand
