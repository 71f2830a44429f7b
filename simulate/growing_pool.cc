#include "simulate/growing_pool.h"

#include <system_error>
#include <utility>

namespace evenhand {

void GrowingPool::run(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  if (jobs_.size() > idle_ && threads_.size() < most_threads_) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      // No more threads to be had: the job waits for one of those that exist.
    }
  }
  job_or_end_.notify_one();
}

void GrowingPool::finish() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  job_or_end_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void GrowingPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    job_or_end_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty()) return;
    const std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace evenhand
