#include "report/svg_questions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/rng.h"
#include "base/text.h"
#include "report/chart_axis.h"
#include "report/chart_labels.h"

namespace evenhand {
namespace {

constexpr double kWidth = 640.0;
constexpr std::size_t kLongestName = 20;  // code points

// ---- lengths

constexpr std::size_t kPanels = 8;
constexpr double kPanelWidth = 312.0;
constexpr double kPanelHeight = 190.0;

/// Questions of similar length difference together: their mean difference and preference.
struct Bin {
  double difference = 0.0;
  double share = 0.0;
  std::size_t questions = 0;
};

std::vector<Bin> bins_of(const QuestionRow& row) {
  std::vector<std::pair<double, double>> points;
  for (std::size_t q = 0; q < row.scores.size(); ++q) {
    if (row.scores[q] && row.length_differences[q]) {
      points.emplace_back(*row.length_differences[q], *row.scores[q]);
    }
  }
  std::sort(points.begin(), points.end());
  // As many questions in each, at least eight, so that a mean says something.
  const std::size_t n = std::clamp<std::size_t>(points.size() / 8, 1, 10);
  std::vector<Bin> bins;
  for (std::size_t b = 0; b < n && !points.empty(); ++b) {
    Bin bin;
    for (std::size_t i = b * points.size() / n; i < (b + 1) * points.size() / n; ++i) {
      bin.difference += points[i].first;
      bin.share += points[i].second;
      ++bin.questions;
    }
    bin.difference /= static_cast<double>(bin.questions);
    bin.share /= static_cast<double>(bin.questions);
    bins.push_back(bin);
  }
  return bins;
}

void draw_panel(Drawing& drawing, const CandidateRow& row, std::size_t series,
                const std::vector<Bin>& bins, const Axis& differences, Point corner) {
  Axis x = differences;
  x.from = corner.x + 46.0;
  x.to = corner.x + kPanelWidth - 14.0;
  const Interval between{corner.y + 24.0, corner.y + kPanelHeight - 30.0};
  const Axis y{.low = 0.0, .high = 1.0, .from = between.high, .to = between.low};
  draw_left_axis(drawing, y, Scale::percent, {x.from, x.to});
  draw_bottom_axis(drawing, x, Scale::points, between);
  drawing.line("even", {x.at(0.0), between.low}, {x.at(0.0), between.high});
  drawing.words("strong", {x.from, corner.y + 14.0}, Anchor::start,
                shortened(row.model.text, kLongestName));
  std::vector<Point> curve;
  for (const CurvePoint& point : row.length_curve) {
    if (point.length_difference < x.low || point.length_difference > x.high) continue;
    curve.push_back({x.at(point.length_difference), y.at(point.win_rate)});
  }
  if (!curve.empty()) drawing.polyline(series_class(series) + " stroke", curve);
  for (const Bin& bin : bins) {
    drawing.sign(series, {x.at(bin.difference), y.at(bin.share)},
                 fmt::format("{:+.0f} characters: {} % of {} questions", bin.difference,
                             number_text(bin.share, Scale::percent, 1), bin.questions));
  }
}

// ---- course

/// The running mean of the scores that are there, in that order of questions.
std::vector<Point> running_means(const QuestionScores& scores,
                                 const std::vector<std::size_t>& order) {
  std::vector<Point> means;
  double sum = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!scores[order[i]]) continue;
    sum += *scores[order[i]];
    const auto judged = static_cast<double>(means.size() + 1);
    means.push_back({judged, sum / judged});
  }
  return means;
}

// The first few means jump over the whole scale and would squeeze the rest.
constexpr std::size_t kSettling = 5;
// Enough for a smooth line in a picture of this width.
constexpr std::size_t kMostPoints = 240;

std::vector<Point> thinned(const std::vector<Point>& points) {
  if (points.size() <= kSettling) return points;
  const std::size_t n = points.size() - kSettling;
  const std::size_t kept = std::min(n, kMostPoints);
  std::vector<Point> result;
  for (std::size_t i = 0; i < kept; ++i) {
    result.push_back(points[kSettling + (i + 1) * n / kept - 1]);
  }
  return result;
}

std::vector<std::size_t> drawn_order(std::size_t questions, std::uint64_t seed) {
  std::vector<std::size_t> order(questions);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng = Rng::for_purpose(seed, "order of the course");
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i)]);
  return order;
}

double points_of_one(const ReportData& data) {
  return headline_scale(data) == Scale::percent ? 1.0 : headline_bounds(data).high;
}

std::vector<std::vector<Point>> courses_of(const ReportData& data, const QuestionTable& table) {
  const std::vector<std::size_t> order = drawn_order(data.questions.size(), data.seed);
  std::vector<std::vector<Point>> courses;
  for (const QuestionRow& row : table) {
    courses.push_back(thinned(running_means(row.scores, order)));
    for (Point& point : courses.back()) point.y *= points_of_one(data);
  }
  return courses;
}

void draw_course(Drawing& drawing, const CandidateRow& row, std::size_t series,
                 const std::vector<Point>& course, const std::pair<Axis, Axis>& axes) {
  const auto& [x, y] = axes;
  std::vector<Point> line;
  for (const Point& point : course) line.push_back({x.at(point.x), y.at(point.y)});
  drawing.polyline(series_class(series) + " stroke", line);
  const auto& estimate = headline_of(row);
  if (!estimate || !estimate->interval) return;
  drawing.line(series_class(series) + " reach", {line.back().x, y.at(estimate->interval->low)},
               {line.back().x, y.at(estimate->interval->high)});
}

// ---- coverage

constexpr const char* kFateClasses[kFates] = {"s0 part f5", "s0 part f2", "s4 part", "s3 part",
                                              "s5 part",    "s6 part",    "s1 part", "none"};

double draw_fate_legend(Drawing& drawing, const std::array<std::size_t, kFates>& sums) {
  double x = 8.0;
  double y = 12.0;
  for (std::size_t f = 0; f < kFates; ++f) {
    if (sums[f] == 0) continue;
    const std::string_view name = words_for(static_cast<Fate>(f));
    const double width = width_of(name) + 34.0;
    if (x > 8.0 && x + width > kWidth) {
      x = 8.0;
      y += 18.0;
    }
    drawing.rectangle(kFateClasses[f], {x, y - 10.0}, 12.0, 12.0);
    drawing.words("", {x + 18.0, y}, Anchor::start, name);
    x += width;
  }
  return y + 14.0;
}

std::string fates_in_words(const QuestionRow& row) {
  std::vector<std::string> parts;
  const auto counts = row.counts();
  for (std::size_t f = 0; f < kFates; ++f) {
    if (counts[f] == 0) continue;
    parts.push_back(fmt::format("{} {}", counts[f], words_for(static_cast<Fate>(f))));
  }
  return joined(parts, ", ");
}

void draw_strip(Drawing& drawing, const CandidateRow& row, const QuestionRow& line,
                const Axis& axis, double y) {
  const auto counts = line.counts();
  std::size_t before = 0;
  for (std::size_t f = 0; f < kFates; ++f) {
    if (counts[f] == 0) continue;
    const double from = axis.at(static_cast<double>(before));
    before += counts[f];
    const double to = axis.at(static_cast<double>(before));
    drawing.rectangle(
        kFateClasses[f], {from, y}, to - from, 16.0,
        fmt::format("{}: {} {}", row.model.text, counts[f], words_for(static_cast<Fate>(f))));
    const std::string count = std::to_string(counts[f]);
    if (to - from < width_of(count) + 6.0 || f > 1) continue;
    drawing.words("", {(from + to) / 2.0, y + 12.5}, Anchor::middle, count);
  }
}

}  // namespace

std::optional<Chart> lengths_chart(const ReportData& data, const QuestionTable& table) {
  std::vector<std::size_t> shown;
  std::vector<std::vector<Bin>> bins;
  Reach reach;
  reach.take(0.0);
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    bins.push_back(bins_of(table[i]));
    if (bins[i].empty() || data.rows[i].length_curve.empty() || shown.size() == kPanels) continue;
    shown.push_back(i);
    for (const Bin& bin : bins[i]) reach.take(bin.difference);
  }
  if (shown.empty()) return std::nullopt;
  const auto lines = static_cast<double>((shown.size() + 1) / 2);
  Drawing drawing({"lengths", kWidth, lines * kPanelHeight + 18.0, "Preference and length",
                   "One panel for each candidate: win rate by how much longer its answer is."});
  const Axis differences = reach.axis({-1e300, 1e300}, 0.0, 1.0);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const Point corner{(k % 2 == 0 ? 0.0 : kWidth - kPanelWidth),
                       kPanelHeight * static_cast<double>(k / 2)};
    draw_panel(drawing, data.rows[shown[k]], shown[k], bins[shown[k]], differences, corner);
  }
  drawing.words("soft", {kWidth / 2.0, lines * kPanelHeight + 8.0}, Anchor::middle,
                "characters that the candidate's answer is longer than the baseline's");
  std::string note =
      "Each point is a group of questions; the curve is the fit that the win rate at equal length "
      "is read from, where it crosses the dashed line. A curve that rises is a judge who likes "
      "this candidate's longer answers better.";
  if (shown.size() < data.rows.size()) {
    note += fmt::format(" {} of {} candidates.", shown.size(), data.rows.size());
  }
  return Chart{.name = "lengths",
               .title = "Preference and length",
               .note = std::move(note),
               .svg = std::move(drawing).take()};
}

std::optional<Chart> course_chart(const ReportData& data, const QuestionTable& table) {
  const std::vector<std::vector<Point>> courses = courses_of(data, table);
  Reach across;
  Reach up;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    if (courses[i].size() < 2) continue;
    up.take(headline_of(data.rows[i]));
    for (const Point& point : courses[i]) {
      across.take(point.x);
      up.take(point.y);
    }
  }
  constexpr double kBottom = 270.0;
  constexpr double kRight = 450.0;
  Axis x = across.axis({0.0, static_cast<double>(data.questions.size())}, 60.0, kRight);
  const Axis y = up.axis(headline_bounds(data), kBottom, 14.0);
  if (x.high < 2.0 * static_cast<double>(kSettling)) return std::nullopt;
  x.low = 0.0;
  const Scale scale = headline_scale(data);
  Drawing drawing({"course", kWidth, kBottom + 44.0, "How soon it was settled",
                   "The mean over the first questions, for each candidate; it ends at the headline "
                   "number."});
  draw_left_axis(drawing, y, scale, {54.0, kRight + 6.0});
  draw_bottom_axis(drawing, x, Scale::points, {14.0, kBottom});
  drawing.words("soft", {(60.0 + kRight) / 2.0, kBottom + 36.0}, Anchor::middle,
                "questions, in an order drawn by the seed");
  if (scale == Scale::percent && y.low < 0.5 && y.high > 0.5) {
    drawing.line("even", {54.0, y.at(0.5)}, {kRight + 6.0, y.at(0.5)});
  }
  std::vector<Label> labels;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    if (courses[i].size() < 2) continue;
    draw_course(drawing, data.rows[i], i, courses[i], {x, y});
    labels.push_back({kRight + 14.0, y.at(courses[i].back().y),
                      shortened(data.rows[i].model.text, kLongestName), i});
  }
  draw_labels(drawing, std::move(labels), {14.0, kBottom});
  return Chart{.name = "course",
               .title = "How soon it was settled",
               .note =
                   "The mean over the first questions. Lines that still cross at the right end "
                   "need more questions; pale bars there are the 95 % intervals.",
               .svg = std::move(drawing).take()};
}

std::optional<Chart> coverage_chart(const ReportData& data, const QuestionTable& table) {
  if (data.rows.empty() || data.questions.empty()) return std::nullopt;
  std::array<std::size_t, kFates> sums{};
  std::vector<std::string> parts;
  double names = 40.0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto counts = table[i].counts();
    for (std::size_t f = 0; f < kFates; ++f) sums[f] += counts[f];
    parts.push_back(data.rows[i].model.text + ": " + fates_in_words(table[i]));
    names = std::max(names, width_of(shortened(data.rows[i].model.text, kLongestName)) + 14.0);
  }
  Drawing nowhere({});
  const double top = draw_fate_legend(nowhere, sums);
  const double height = top + 24.0 * static_cast<double>(table.size()) + 2.0;
  Drawing drawing(
      {"coverage", kWidth, height, "What became of every question", joined(parts, "; ") + "."});
  draw_fate_legend(drawing, sums);
  const Axis axis{.low = 0.0,
                  .high = static_cast<double>(data.questions.size()),
                  .from = names,
                  .to = kWidth - 4.0};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double y = top + 24.0 * static_cast<double>(i);
    drawing.words("strong", {names - 8.0, y + 12.5}, Anchor::end,
                  shortened(data.rows[i].model.text, kLongestName));
    draw_strip(drawing, data.rows[i], table[i], axis, y);
  }
  return Chart{.name = "coverage",
               .title = "What became of every question",
               .note =
                   "Only judged questions count, ties among them; what is missing is never "
                   "scored as lost.",
               .svg = std::move(drawing).take()};
}

}  // namespace evenhand
