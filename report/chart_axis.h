#pragma once

#include <string>
#include <vector>

#include "report/drawing.h"
#include "report/number_text.h"
#include "report/report_data.h"

namespace evenhand {

/// Values from `low` to `high` on pixels from `from` to `to`; requires low < high.
struct Axis {
  double low = 0.0;
  double high = 1.0;
  double from = 0.0;
  double to = 1.0;

  /// Values beyond the ends stay at the ends.
  double at(double value) const;
};

/// Round values within the ends (1, 2 or 5 times a power of ten apart), at most `most` of them.
std::vector<double> ticks_of(const Axis& axis, int most);

/// "50 %" for 0.5 in percent; points as they are, with as many decimals as the ticks need.
std::vector<std::string> tick_words(const std::vector<double>& ticks, Scale scale);

/// The smallest range around values and intervals, a little wider, within the bounds. Never empty.
class Reach {
 public:
  void take(double value);
  void take(const std::optional<Estimate>& estimate);
  Axis axis(Interval bounds, double from, double to) const;

 private:
  double low_ = 1e300;
  double high_ = -1e300;
};

/// Lines and words of an axis below (horizontal) or left of (vertical) what lies between.
void draw_bottom_axis(Drawing& drawing, const Axis& axis, Scale scale, Interval between);
void draw_left_axis(Drawing& drawing, const Axis& axis, Scale scale, Interval between);

/// The ends of the scale that a run's headline has: win rates, or points.
Interval headline_bounds(const ReportData& data);

}  // namespace evenhand
