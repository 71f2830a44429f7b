#include "providers/retry_budget.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

void RetryBudget::on_first_attempt() { level_ = std::min(kBurst, level_ + kShare); }

std::chrono::milliseconds RetryBudget::take(Clock::Steady now) {
  const auto passed = static_cast<double>((now - earned_at_).count());
  earned_at_ = now;
  level_ = std::min(kBurst, level_ + passed / 1e3);
  if (level_ >= 1.0 - 1e-9) {
    level_ -= 1.0;
    return std::chrono::milliseconds(0);
  }
  return std::chrono::milliseconds(static_cast<long long>(std::ceil((1.0 - level_) * 1e3)));
}

}  // namespace evenhand
