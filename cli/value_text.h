#pragma once

#include <optional>
#include <string>

#include "report/number_text.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// How the numbers of a command's table are written.
struct ValueForm {
  int decimals = 2;
  double scale = 1.0;               // 100 for shares that are shown as percent
  std::optional<int> of_ends = {};  // decimals of the interval, where they are others
};

/// "52.31 [49.12, 55.40]"; "52.31" without an interval; "-" where there is no value.
std::string value_text(const std::optional<double>& value, const std::optional<Interval>& interval,
                       const ValueForm& form = {});

/// With as many decimals as the interval supports; "-" where there is none.
std::string estimate_text(const std::optional<Estimate>& estimate, Scale scale);

}  // namespace evenhand
