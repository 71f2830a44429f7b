#include "providers/traffic_gate.h"

#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/fakes/stepped_clock.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Calls that come to a gate one after the other, and a list of who entered.
class Crowd {
 public:
  explicit Crowd(TrafficGate& gate) : gate_(gate) {}
  ~Crowd() {
    gate_.close({.what = "the test is over"});
    for (std::thread& thread : threads_) thread.join();
  }

  /// Returns when it waits at the gate.
  void come(const std::string& model, double tokens = 1.0) {
    threads_.emplace_back([this, model, tokens] {
      if (!gate_.enter(model, tokens)) return;
      const std::lock_guard lock(mutex_);
      entered_.push_back(model);
    });
    const int wanted = static_cast<int>(threads_.size());
    while (gate_.waiting() < wanted) std::this_thread::yield();
  }

  std::vector<std::string> entered() const {
    const std::lock_guard lock(mutex_);
    return entered_;
  }

  void wait_for(std::size_t count) const {
    while (entered().size() < count) std::this_thread::yield();
  }

 private:
  TrafficGate& gate_;
  mutable std::mutex mutex_;
  std::vector<std::string> entered_;
  std::vector<std::thread> threads_;
};

using Models = std::vector<std::string>;

TEST(TrafficGate, LetsModelsTakeTurnsWhereARateHoldsThem) {
  SteppedClock clock;
  TrafficGate gate({.start = 64, .most = 64, .requests_per_minute = 60.0}, clock);
  for (int burst = 0; burst < 3; ++burst) ASSERT_TRUE(gate.enter("a", 1.0));
  Crowd crowd(gate);
  for (const char* model : {"a", "a", "a", "a", "a", "b", "b", "c"}) crowd.come(model);
  for (std::size_t i = 1; i <= 8; ++i) {
    clock.advance(seconds(1));
    crowd.wait_for(i);
  }
  EXPECT_EQ(crowd.entered(), (Models{"a", "b", "c", "a", "b", "a", "a", "a"}));
}

TEST(TrafficGate, LetsNoSmallCallPassALargeOneThatWaitsForItsTokens) {
  SteppedClock clock;
  TrafficGate gate({.start = 64, .most = 64, .tokens_per_minute = 600.0}, clock);
  ASSERT_TRUE(gate.enter("a", 30.0)) << "the burst";
  Crowd crowd(gate);
  crowd.come("large", 30.0);
  for (const char* model : {"b", "b", "c"}) crowd.come(model, 10.0);
  clock.advance(seconds(2));
  EXPECT_EQ(crowd.entered(), Models{}) << "there are tokens for two small ones";
  for (std::size_t i = 1; i <= 4; ++i) {
    clock.advance(seconds(1));
    crowd.wait_for(i);
  }
  EXPECT_EQ(crowd.entered(), (Models{"large", "b", "c", "b"}));
}

TEST(TrafficGate, LetsModelsTakeTurnsWhereTheNumberOfCallsHoldsThem) {
  SteppedClock clock;
  TrafficGate gate({.start = 1, .most = 1}, clock);
  ASSERT_TRUE(gate.enter("a", 1.0));
  Crowd crowd(gate);
  for (const char* model : {"a", "a", "a", "b"}) crowd.come(model);
  for (std::size_t i = 1; i <= 4; ++i) {
    gate.leave(Passage::fine, 0.0);
    crowd.wait_for(i);
  }
  EXPECT_EQ(crowd.entered(), (Models{"a", "b", "a", "a"}));
}

TEST(TrafficGate, TellsEverybodyWhoWaitsThatItIsClosed) {
  SteppedClock clock;
  TrafficGate gate({.start = 1, .most = 1}, clock);
  ASSERT_TRUE(gate.enter("a", 1.0));
  {
    Crowd crowd(gate);
    for (const char* model : {"a", "b", "b"}) crowd.come(model);
  }
  EXPECT_EQ(gate.waiting(), 0);
  EXPECT_EQ(gate.enter("c", 1.0).error().what, "the test is over");
}

}  // namespace
}  // namespace evenhand
