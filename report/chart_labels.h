#pragma once

#include <string>
#include <vector>

#include "report/drawing.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// The name of a series, beside the place where it ends.
struct Label {
  double x = 0.0;
  double y = 0.0;
  std::string words;
  std::size_t series = 0;
};

/// Writes labels one below the other, each as near to its place as the others allow, with the sign
/// of its series. They stay between the two heights as long as there is room.
void draw_labels(Drawing& drawing, std::vector<Label> labels, Interval between);

}  // namespace evenhand
