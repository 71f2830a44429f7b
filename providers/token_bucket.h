#pragma once

#include <chrono>

#include "base/clock.h"

namespace evenhand {

/// A limit per minute, kept evenly: in any minute at most the limit and one burst (3 s worth of it,
/// and at least one) leave. A value; the caller locks.
class TokenBucket {
 public:
  /// Requires per_minute > 0.
  TokenBucket(double per_minute, Clock::Steady now);

  /// Zero: it may leave now. One that is larger than a burst may leave when the bucket is full.
  std::chrono::milliseconds wait_for(double amount, Clock::Steady now);

  /// May go into debt, which later ones wait for; a negative amount gives back.
  void take(double amount, Clock::Steady now);

 private:
  void refill(Clock::Steady now);

  double per_millisecond_;
  double burst_;
  double level_;
  Clock::Steady filled_at_;
};

}  // namespace evenhand
