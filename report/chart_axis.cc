#include "report/chart_axis.h"

#include <algorithm>
#include <cmath>

namespace evenhand {
namespace {

double step_for(double range, int most) {
  const double rough = range / std::max(most, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

int decimals_of(double step) {
  return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
}

}  // namespace

double Axis::at(double value) const {
  const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return from + share * (to - from);
}

std::vector<double> ticks_of(const Axis& axis, int most) {
  const double step = step_for(axis.high - axis.low, most);
  std::vector<double> ticks;
  for (double k = std::ceil(axis.low / step - 1e-9); k * step <= axis.high + step * 1e-9; ++k) {
    ticks.push_back(k * step);
  }
  return ticks;
}

std::vector<std::string> tick_words(const std::vector<double>& ticks, Scale scale) {
  const double unit = scale == Scale::percent ? 100.0 : 1.0;
  const int decimals = ticks.size() < 2 ? 1 : decimals_of((ticks[1] - ticks[0]) * unit);
  std::vector<std::string> words;
  for (const double tick : ticks) {
    words.push_back(number_text(tick == 0.0 ? 0.0 : tick, scale, decimals) +
                    (scale == Scale::percent ? " %" : ""));
  }
  return words;
}

void Reach::take(double value) {
  if (!std::isfinite(value)) return;
  low_ = std::min(low_, value);
  high_ = std::max(high_, value);
}

void Reach::take(const std::optional<Estimate>& estimate) {
  if (!estimate) return;
  take(estimate->value);
  if (!estimate->interval) return;
  take(estimate->interval->low);
  take(estimate->interval->high);
}

Axis Reach::axis(Interval bounds, double from, double to) const {
  if (low_ > high_) return {.low = bounds.low, .high = bounds.high, .from = from, .to = to};
  // Of a single value, a twentieth of the scale to either side.
  const double least = std::isfinite(bounds.high - bounds.low) && bounds.high < 1e299
                           ? (bounds.high - bounds.low) / 20.0
                           : std::max(std::abs(high_) / 20.0, 1e-6);
  const double margin = std::max((high_ - low_) * 0.06, least / 2.0);
  return {.low = std::max(low_ - margin, bounds.low),
          .high = std::min(high_ + margin, bounds.high),
          .from = from,
          .to = to};
}

void draw_bottom_axis(Drawing& drawing, const Axis& axis, Scale scale, Interval between) {
  const std::vector<double> ticks = ticks_of(axis, axis.to - axis.from > 300.0 ? 7 : 4);
  const std::vector<std::string> words = tick_words(ticks, scale);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const double x = axis.at(ticks[i]);
    drawing.line("rule", {x, between.low}, {x, between.high});
    drawing.words("soft", {x, between.high + 16.0}, Anchor::middle, words[i]);
  }
}

void draw_left_axis(Drawing& drawing, const Axis& axis, Scale scale, Interval between) {
  const std::vector<double> ticks = ticks_of(axis, axis.from - axis.to > 150.0 ? 6 : 4);
  const std::vector<std::string> words = tick_words(ticks, scale);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const double y = axis.at(ticks[i]);
    drawing.line("rule", {between.low, y}, {between.high, y});
    drawing.words("soft", {between.low - 6.0, y + 4.0}, Anchor::end, words[i]);
  }
}

Interval headline_bounds(const ReportData& data) {
  if (headline_scale(data) == Scale::percent) return {0.0, 1.0};
  return {0.0, data.rows.empty() ? 10.0 : data.rows.front().grade_out_of};
}

}  // namespace evenhand
