#pragma once

#include <chrono>

namespace evenhand {

/// The only way to learn the time or to let it pass. Tests use ManualClock.
class Clock {
 public:
  using Wall = std::chrono::sys_time<std::chrono::milliseconds>;
  using Steady = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;

  virtual ~Clock() = default;

  /// The date, for people. May jump.
  virtual Wall now() const = 0;

  /// For durations: never jumps.
  virtual Steady steady() const = 0;

  virtual void sleep_for(std::chrono::milliseconds duration) = 0;
};

class SystemClock : public Clock {
 public:
  Wall now() const override;
  Steady steady() const override;
  void sleep_for(std::chrono::milliseconds duration) override;
};

}  // namespace evenhand
