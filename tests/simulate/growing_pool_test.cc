#include "simulate/growing_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace evenhand {
namespace {

TEST(GrowingPool, RunsJobsThatWaitForEachOtherAtTheSameTime) {
  constexpr int kJobs = 50;
  std::latch all_here(kJobs);
  std::atomic<int> done = 0;
  GrowingPool pool(kJobs);

  for (int i = 0; i < kJobs; ++i) {
    pool.run([&] {
      all_here.arrive_and_wait();
      ++done;
    });
  }
  pool.finish();

  EXPECT_EQ(done, kJobs);
}

TEST(GrowingPool, FinishesMoreJobsThanItHasThreads) {
  std::atomic<int> done = 0;
  GrowingPool pool(2);

  for (int i = 0; i < 1000; ++i) pool.run([&] { ++done; });
  pool.finish();

  EXPECT_EQ(done, 1000);
}

}  // namespace
}  // namespace evenhand
