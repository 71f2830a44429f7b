#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/clock.h"

namespace evenhand {

/// Time passes only when the test says so, and whoever sleeps sleeps until then.
class SteppedClock : public Clock {
 public:
  Wall now() const override { return Wall(passed()); }
  Steady steady() const override { return Steady(passed()); }

  void sleep_for(std::chrono::milliseconds duration) override {
    std::unique_lock lock(mutex_);
    const std::chrono::milliseconds end = passed_ + duration;
    ++sleepers_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return passed_ >= end; });
    --sleepers_;
  }

  /// Waits until somebody sleeps, so that nobody takes the old time for the new one.
  void advance(std::chrono::milliseconds duration) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return sleepers_ > 0; });
    passed_ += duration;
    changed_.notify_all();
  }

 private:
  std::chrono::milliseconds passed() const {
    const std::lock_guard lock(mutex_);
    return passed_;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::chrono::milliseconds passed_{0};
  int sleepers_ = 0;
};

}  // namespace evenhand
