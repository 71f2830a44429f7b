#include "report/svg_categories.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/text.h"
#include "report/chart_axis.h"
#include "report/chart_labels.h"

namespace evenhand {
namespace {

constexpr double kWidth = 640.0;
// More outlines, or bars in a group, than this cannot be told apart.
constexpr std::size_t kMostCandidates = 8;
constexpr std::size_t kMostOutlines = 5;
constexpr std::size_t kLongestName = 24;  // code points
constexpr double kBold = 1.2;             // how much wider than plain words bold ones are

/// Categories in the order in which rows name them first.
std::vector<std::string> categories_of(const ReportData& data) {
  std::vector<std::string> names;
  for (const CandidateRow& row : data.rows) {
    for (const auto& [name, estimate] : row.by_category) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

const Estimate* find_category(const CandidateRow& row, const std::string& category) {
  for (const auto& [name, estimate] : row.by_category) {
    if (name == category) return &estimate;
  }
  return nullptr;
}

std::vector<std::size_t> rows_with_categories(const ReportData& data, std::size_t most) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < data.rows.size() && rows.size() < most; ++i) {
    if (!data.rows[i].by_category.empty()) rows.push_back(i);
  }
  return rows;
}

std::string shown_of_all(const ReportData& data, std::size_t shown) {
  if (shown == data.rows.size()) return "";
  return fmt::format(" The first {} of {} candidates.", shown, data.rows.size());
}

std::string in_words(const ReportData& data, const std::vector<std::size_t>& rows) {
  const Scale scale = headline_scale(data);
  std::vector<std::string> parts;
  for (const std::size_t row : rows) {
    std::vector<std::string> values;
    for (const auto& [name, estimate] : data.rows[row].by_category) {
      values.push_back(name + " " + estimate_text(estimate, scale));
    }
    parts.push_back(data.rows[row].model.text + ": " + joined(values, ", "));
  }
  return joined(parts, "; ") + ".";
}

constexpr double kBar = 11.0;
constexpr double kBetweenGroups = 12.0;

void draw_bar(Drawing& drawing, const Axis& axis, std::size_t series, double y,
              const Estimate& estimate, const std::string& tip) {
  const double x = axis.at(estimate.value);
  drawing.rectangle(series_class(series) + " part", {axis.from, y}, std::max(x - axis.from, 0.5),
                    kBar, tip);
  if (!estimate.interval) return;
  drawing.line("whisker", {axis.at(estimate.interval->low), y + kBar / 2.0},
               {axis.at(estimate.interval->high), y + kBar / 2.0});
}

/// Names and signs in one line or more, above the chart. Returns the height that they take.
double draw_legend(Drawing& drawing, const ReportData& data, const std::vector<std::size_t>& rows) {
  double x = 8.0;
  double y = 12.0;
  for (const std::size_t row : rows) {
    const std::string name = shortened(data.rows[row].model.text, kLongestName);
    const double width = width_of(name) + 34.0;
    if (x > 8.0 && x + width > kWidth) {
      x = 8.0;
      y += 18.0;
    }
    drawing.sign(row, {x + 6.0, y - 4.0}, "");
    drawing.words("", {x + 18.0, y}, Anchor::start, name);
    x += width;
  }
  return y + 14.0;
}

double legend_height(const ReportData& data, const std::vector<std::size_t>& rows) {
  Drawing nowhere({});
  return draw_legend(nowhere, data, rows);
}

Point on_spoke(Point centre, double radius, std::size_t spoke, std::size_t spokes) {
  const double angle =
      2.0 * std::numbers::pi * static_cast<double>(spoke) / static_cast<double>(spokes) -
      std::numbers::pi / 2.0;
  return {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)};
}

struct Radar {
  std::vector<std::string> categories;
  Axis axis;  // from the centre outwards
  Point centre;

  Point at(double value, std::size_t spoke) const {
    return on_spoke(centre, axis.at(value), spoke, categories.size());
  }
};

void draw_web(Drawing& drawing, const Radar& radar, Scale scale) {
  const std::size_t n = radar.categories.size();
  const std::vector<double> ticks = ticks_of(radar.axis, 4);
  for (const double tick : ticks) {
    std::vector<Point> ring;
    for (std::size_t k = 0; k < n; ++k) ring.push_back(radar.at(tick, k));
    drawing.polygon(tick == 0.5 && scale == Scale::percent ? "even" : "rule", ring);
  }
  for (std::size_t k = 0; k < n; ++k) {
    drawing.line("rule", radar.centre, radar.at(radar.axis.high, k));
    const Point end = on_spoke(radar.centre, radar.axis.to + 12.0, k, n);
    const double off = end.x - radar.centre.x;
    const Anchor anchor = off > 8.0 ? Anchor::start : off < -8.0 ? Anchor::end : Anchor::middle;
    drawing.words("", {end.x, end.y + 4.0}, anchor, shortened(radar.categories[k], 18));
  }
  const std::vector<std::string> words = tick_words(ticks, scale);
  // The outermost ring is where the names of the spokes stand.
  for (std::size_t i = 0; i + 1 < ticks.size(); ++i) {
    drawing.words("soft", {radar.centre.x + 4.0, radar.centre.y - radar.axis.at(ticks[i]) - 2.0},
                  Anchor::start, words[i]);
  }
}

void draw_outline(Drawing& drawing, const Radar& radar, const CandidateRow& row, std::size_t series,
                  Scale scale) {
  std::vector<Point> outline;
  for (std::size_t k = 0; k < radar.categories.size(); ++k) {
    if (const Estimate* estimate = find_category(row, radar.categories[k])) {
      outline.push_back(radar.at(estimate->value, k));
    }
  }
  drawing.polygon(series_class(series) + " wash", outline, row.model.text);
  for (std::size_t k = 0; k < radar.categories.size(); ++k) {
    const Estimate* estimate = find_category(row, radar.categories[k]);
    if (estimate == nullptr) continue;
    drawing.sign(
        series, radar.at(estimate->value, k),
        row.model.text + ", " + radar.categories[k] + ": " + estimate_text(*estimate, scale));
  }
}

}  // namespace

std::optional<Chart> category_bars(const ReportData& data) {
  const std::vector<std::string> categories = categories_of(data);
  const std::vector<std::size_t> rows = rows_with_categories(data, kMostCandidates);
  if (categories.size() < 2 || rows.empty()) return std::nullopt;
  const Scale scale = headline_scale(data);
  double names = 60.0;
  for (const std::string& name : categories) {
    names = std::max(names, kBold * width_of(shortened(name, kLongestName)) + 18.0);
  }
  const Interval bounds = headline_bounds(data);
  const double group = kBar * static_cast<double>(rows.size()) + kBetweenGroups;
  const double top = legend_height(data, rows);
  const double bottom = top + group * static_cast<double>(categories.size());
  const Axis axis{.low = bounds.low, .high = bounds.high, .from = names, .to = kWidth - 24.0};

  Drawing drawing({"categories", kWidth, bottom + 26.0, "By category", in_words(data, rows)});
  draw_legend(drawing, data, rows);
  draw_bottom_axis(drawing, axis, scale, {top, bottom});
  if (scale == Scale::percent) drawing.line("even", {axis.at(0.5), top}, {axis.at(0.5), bottom});
  for (std::size_t k = 0; k < categories.size(); ++k) {
    const double y = top + group * static_cast<double>(k) + kBetweenGroups / 2.0;
    drawing.words("strong", {names - 10.0, y + (group - kBetweenGroups) / 2.0 + 4.0}, Anchor::end,
                  shortened(categories[k], kLongestName));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const CandidateRow& row = data.rows[rows[i]];
      const Estimate* estimate = find_category(row, categories[k]);
      if (estimate == nullptr) continue;
      draw_bar(drawing, axis, rows[i], y + kBar * static_cast<double>(i), *estimate,
               row.model.text + ", " + categories[k] + ": " + estimate_text(*estimate, scale));
    }
  }
  return Chart{.name = "categories",
               .title = "By category",
               .note =
                   "Thin lines are 95 % intervals; a category has few questions, so they are "
                   "wide." +
                   shown_of_all(data, rows.size()),
               .svg = std::move(drawing).take()};
}

std::optional<Chart> category_radar(const ReportData& data) {
  const std::vector<std::size_t> rows = rows_with_categories(data, kMostOutlines);
  Radar radar{.categories = categories_of(data), .axis = {}, .centre = {320.0, 0.0}};
  if (radar.categories.size() < 3 || rows.empty()) return std::nullopt;
  const Scale scale = headline_scale(data);
  const Interval bounds = headline_bounds(data);
  radar.axis = {.low = bounds.low, .high = bounds.high, .from = 0.0, .to = 150.0};
  const double top = legend_height(data, rows);
  radar.centre.y = top + 178.0;

  Drawing drawing(
      {"radar", kWidth, top + 356.0, "The shape of each candidate", in_words(data, rows)});
  draw_legend(drawing, data, rows);
  draw_web(drawing, radar, scale);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    draw_outline(drawing, radar, data.rows[*row], *row, scale);
  }
  return Chart{.name = "radar",
               .title = "The shape of each candidate",
               .note =
                   "The further out, the better. Intervals are left out here, so small dents "
                   "mean nothing." +
                   shown_of_all(data, rows.size()),
               .svg = std::move(drawing).take()};
}

}  // namespace evenhand
