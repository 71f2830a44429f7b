#include "run/lanes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace evenhand {
namespace {

TEST(Lanes, DoEveryJobAndTheJobsThatJobsPost) {
  Lanes lanes;
  lanes.add_lane("a", 4);
  lanes.add_lane("b", 2);
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) {
    lanes.post("a", "first", [&] {
      ++done;
      lanes.post("b", "second", [&] { ++done; });
    });
  }
  lanes.wait();
  EXPECT_EQ(done, 200);
}

TEST(Lanes, RunAsManyJobsAtOnceAsTheyHaveThreads) {
  Lanes lanes;
  lanes.add_lane("a", 8);
  std::latch all_here(8);  // would wait for ever with fewer threads
  for (int i = 0; i < 8; ++i) lanes.post("a", "q", [&] { all_here.arrive_and_wait(); });
  lanes.wait();
}

TEST(Lanes, TakeTurnsBetweenQueues) {
  Lanes lanes;
  lanes.add_lane("a", 1);
  std::latch posted(1);
  std::vector<std::string> order;
  lanes.post("a", "gate", [&] { posted.wait(); });
  for (int i = 0; i < 2; ++i) lanes.post("a", "slow", [&] { order.emplace_back("slow"); });
  for (int i = 0; i < 2; ++i) lanes.post("a", "fast", [&] { order.emplace_back("fast"); });
  posted.count_down();
  lanes.wait();
  ASSERT_EQ(order.size(), 4U);
  EXPECT_NE(order[0], order[1]);
  EXPECT_NE(order[2], order[3]);
}

TEST(Lanes, LeaveToAFastQueueItsShareBesideASlowOne) {
  Lanes lanes;
  lanes.add_lane("a", 4);
  std::latch posted(1);
  std::latch slow_may_end(1);
  std::atomic<int> fast = 0;
  std::promise<void> fast_done;
  for (int i = 0; i < 4; ++i) lanes.post("a", "gate", [&] { posted.wait(); });
  for (int i = 0; i < 20; ++i) lanes.post("a", "slow", [&] { slow_may_end.wait(); });
  for (int i = 0; i < 20; ++i) {
    lanes.post("a", "fast", [&] {
      if (++fast == 20) fast_done.set_value();
    });
  }
  posted.count_down();
  EXPECT_EQ(fast_done.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready)
      << "slow ones hold every thread";
  slow_may_end.count_down();
  lanes.wait();
}

TEST(Lanes, DropAtTheirEndWhatHasNotBegunAndWhatComesLater) {
  std::atomic<int> done = 0;
  std::latch begun(1);
  std::latch dropped(10);
  {
    Lanes lanes;
    lanes.add_lane("a", 1);
    lanes.post("a", "q", [&] {
      begun.count_down();
      dropped.wait();
      lanes.post("a", "q", [&] { ++done; });
      ++done;
    });
    begun.wait();
    for (int i = 0; i < 10; ++i) {
      // Held by nothing but the job.
      const std::shared_ptr<void> job(nullptr, [&](void*) { dropped.count_down(); });
      lanes.post("a", "q", [&done, job] { ++done; });
    }
  }
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace evenhand
