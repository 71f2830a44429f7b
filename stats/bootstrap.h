#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "base/rng.h"

namespace evenhand {

/// Low and high end at a stated coverage, 0.95 unless said otherwise.
struct Interval {
  double low = 0.0;
  double high = 0.0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

struct BootstrapPlan {
  std::size_t resamples = 1000;
  double coverage = 0.95;  // 0.95: from the 2.5th to the 97.5th percentile
};

}  // namespace evenhand
