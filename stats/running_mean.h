#pragma once

#include <cstddef>

namespace evenhand {

/// The mean of values that come one by one.
struct RunningMean {
  double sum = 0.0;
  std::size_t count = 0;

  void add(double value) {
    sum += value;
    ++count;
  }

  /// Requires a value.
  double value() const { return sum / static_cast<double>(count); }
};

}  // namespace evenhand
