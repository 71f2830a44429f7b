#include "providers/adaptive_limit.h"

#include <algorithm>

namespace evenhand {
namespace {

constexpr double kShrink = 0.8;
constexpr double kGrowth = 1.05;
// Small limits would meet the server's own in every few rounds.
constexpr double kCautiousGrowth = 1.002;
// Calls that were under way when the limit shrank still come back as rate limited.
constexpr std::chrono::milliseconds kCoolDown{15'000};

}  // namespace

AdaptiveLimit::AdaptiveLimit(int start, int most)
    : limit_(std::clamp(start, 1, most)), most_(most) {}

void AdaptiveLimit::on_success(int in_flight, Clock::Steady now) {
  if (in_flight >= allowed()) fully_used_ = true;
  if (++clean_ < allowed()) return;
  const bool grow = fully_used_ && now >= calm_until_;
  clean_ = 0;
  fully_used_ = false;
  if (grow) limit_ = std::min(most_, limit_ * growth());
}

double AdaptiveLimit::growth() const {
  if (doubling_) return 2.0;
  const bool meets_refusal =
      allowed() < refused_at_ && static_cast<int>(limit_ * kGrowth) >= refused_at_;
  return meets_refusal ? kCautiousGrowth : kGrowth;
}

void AdaptiveLimit::on_rate_limit(Clock::Steady now) {
  clean_ = 0;
  fully_used_ = false;
  if (now < calm_until_) return;
  doubling_ = false;
  refused_at_ = allowed();
  calm_until_ = now + kCoolDown;
  limit_ = std::max(1.0, limit_ * kShrink);
}

void AdaptiveLimit::on_trouble() {
  clean_ = 0;
  fully_used_ = false;
}

}  // namespace evenhand
