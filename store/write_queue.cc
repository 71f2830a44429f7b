#include "store/write_queue.h"

#include <utility>

namespace evenhand {

void WriteJob::finish() {
  is_done_.store(1, std::memory_order_release);
  // Uses the address only: the caller may have seen the 1 and left already.
  is_done_.notify_one();
}

void WriteJob::wait() const { is_done_.wait(0, std::memory_order_acquire); }

bool WriteQueue::push(WriteJob& job) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    jobs_.push_back(&job);
    wake = std::exchange(writer_waits_, false);
  }
  if (wake) has_work_.notify_one();
  return true;
}

std::vector<WriteJob*> WriteQueue::take_all() {
  std::unique_lock lock(mutex_);
  while (jobs_.empty() && !is_closed_) {
    writer_waits_ = true;
    has_work_.wait(lock);
  }
  return std::exchange(jobs_, {});
}

void WriteQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  has_work_.notify_one();
}

}  // namespace evenhand
