#pragma once

#include "base/clock.h"

namespace evenhand {

/// How many calls at once a server bears, found by trying: doubles after each clean round until the
/// first rate limit; then 0.8 times after each episode of rate limits, and 5 % more after each
/// clean round. Trouble of the server stops growth and shrinks nothing. A value; the caller locks.
class AdaptiveLimit {
 public:
  /// Requires 1 <= start <= most.
  AdaptiveLimit(int start, int most);

  /// Calls that may be under way, in [1, most].
  int allowed() const { return static_cast<int>(limit_); }

  /// A call ended well. `in_flight`: how many were under way with it.
  void on_success(int in_flight, Clock::Steady now);

  /// The server asked us to slow down.
  void on_rate_limit(Clock::Steady now);

  /// The server is in trouble, or did not answer.
  void on_trouble();

 private:
  double growth() const;

  double limit_;
  double most_;
  bool doubling_ = true;
  int refused_at_ = 0;          // what was allowed at the last rate limit; 0: there was none
  int clean_ = 0;               // successes in this round
  bool fully_used_ = false;     // in this round
  Clock::Steady calm_until_{};  // until then, rate limits belong to the episode already counted
};

}  // namespace evenhand
