#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace evenhand {

/// Calls `work(i)` for every i below `count`, on every processor; each i once, in no order.
/// Returns when all are done. `work` must not throw.
template <class Work>
void in_parallel(std::size_t count, const Work& work) {
  const std::size_t processors = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < std::min(count, processors); ++t) {
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace evenhand
