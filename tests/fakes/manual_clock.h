#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace evenhand {

/// Time passes only when somebody sleeps or the test says so. Safe to use from several threads.
class ManualClock : public Clock {
 public:
  Wall now() const override { return Wall(std::chrono::milliseconds(passed_)); }
  Steady steady() const override { return Steady(std::chrono::milliseconds(passed_)); }
  void sleep_for(std::chrono::milliseconds duration) override { advance(duration); }

  void advance(std::chrono::milliseconds duration) { passed_ += duration.count(); }

 private:
  std::atomic<std::int64_t> passed_ = 0;
};

}  // namespace evenhand
