#include "report/chart_labels.h"

#include <algorithm>

namespace evenhand {

void draw_labels(Drawing& drawing, std::vector<Label> labels, Interval between) {
  constexpr double kApart = 15.0;
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.y < b.y; });
  double next = between.low;
  for (Label& label : labels) {
    label.y = std::max(label.y, next);
    next = label.y + kApart;
  }
  double last = between.high;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::min(label->y, last);
    last = label->y - kApart;
  }
  for (const Label& label : labels) {
    drawing.sign(label.series, {label.x + 6.0, label.y}, "");
    drawing.words("", {label.x + 18.0, label.y + 4.0}, Anchor::start, label.words);
  }
}

}  // namespace evenhand
