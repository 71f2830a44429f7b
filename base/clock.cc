#include "base/clock.h"

#include <thread>

namespace evenhand {

Clock::Wall SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Clock::Steady SystemClock::steady() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now());
}

void SystemClock::sleep_for(std::chrono::milliseconds duration) {
  std::this_thread::sleep_for(duration);
}

}  // namespace evenhand
