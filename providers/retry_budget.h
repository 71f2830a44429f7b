#pragma once

#include <chrono>

#include "base/clock.h"

namespace evenhand {

/// Keeps retries to about a tenth of the traffic and a burst, so that a server in trouble is not
/// given more to do. Earns one more a second, so that nobody waits for ever. A value; the caller
/// locks.
class RetryBudget {
 public:
  explicit RetryBudget(Clock::Steady now) : earned_at_(now) {}

  void on_first_attempt();

  /// Zero: one retry was taken from the budget. Else: ask again after that time.
  std::chrono::milliseconds take(Clock::Steady now);

 private:
  static constexpr double kBurst = 20.0;
  static constexpr double kShare = 0.1;

  double level_ = kBurst;
  Clock::Steady earned_at_;
};

}  // namespace evenhand
