#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace evenhand {

/// Threads that are started when there is work and nobody idle, up to a limit. A connection keeps
/// its thread for as long as it lives, so a pool of fixed size would leave later ones waiting.
class GrowingPool {
 public:
  explicit GrowingPool(std::size_t most_threads) : most_threads_(most_threads) {}
  ~GrowingPool() { finish(); }
  GrowingPool(const GrowingPool&) = delete;
  GrowingPool& operator=(const GrowingPool&) = delete;

  void run(std::function<void()> job);

  /// Returns when all jobs are done. Called by the thread that calls run().
  void finish();

 private:
  void work();

  const std::size_t most_threads_;
  std::mutex mutex_;
  std::condition_variable job_or_end_;
  std::deque<std::function<void()>> jobs_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace evenhand
