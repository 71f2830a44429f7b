#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace evenhand {

/// Calls a function about ten times a second, from a thread of its own, until it is destroyed:
/// often enough for a screen, rarely enough to cost nothing; also how fast Ctrl-C is noticed.
class Ticker {
 public:
  explicit Ticker(std::function<void()> on_tick)
      : on_tick_(std::move(on_tick)), thread_([this] { run(); }) {}

  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void run() {
    constexpr std::chrono::milliseconds kTick{100};
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTick, [this] { return ended_; })) {
      lock.unlock();
      on_tick_();
      lock.lock();
    }
  }

  std::function<void()> on_tick_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace evenhand
