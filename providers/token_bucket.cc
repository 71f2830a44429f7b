#include "providers/token_bucket.h"

#include <algorithm>
#include <cmath>

namespace evenhand {
namespace {

constexpr double kMillisecondsPerMinute = 60'000.0;
constexpr double kBurstShare = 0.05;  // of a minute's worth

}  // namespace

TokenBucket::TokenBucket(double per_minute, Clock::Steady now)
    : per_millisecond_(per_minute / kMillisecondsPerMinute),
      burst_(std::max(1.0, per_minute * kBurstShare)),
      level_(burst_),
      filled_at_(now) {}

void TokenBucket::refill(Clock::Steady now) {
  const auto passed = static_cast<double>((now - filled_at_).count());
  level_ = std::min(burst_, level_ + passed * per_millisecond_);
  filled_at_ = now;
}

std::chrono::milliseconds TokenBucket::wait_for(double amount, Clock::Steady now) {
  refill(now);
  const double missing = std::min(amount, burst_) - level_;
  // Rounding must not make anyone wait for the last billionth.
  if (missing <= 1e-6) return std::chrono::milliseconds(0);
  return std::chrono::milliseconds(static_cast<long long>(std::ceil(missing / per_millisecond_)));
}

void TokenBucket::take(double amount, Clock::Steady now) {
  refill(now);
  level_ = std::min(burst_, level_ - amount);
}

}  // namespace evenhand
