#include "run/lanes.h"

#include <system_error>
#include <utility>

#include "base/check.h"

namespace evenhand {

Lanes::~Lanes() {
  drop_waiting();
  for (auto& [name, lane] : lanes_) {
    {
      const std::lock_guard lock(lane->mutex);
      lane->closed = true;
    }
    lane->work.notify_all();
    for (std::thread& thread : lane->threads) thread.join();
  }
}

void Lanes::add_lane(const std::string& name, int threads) {
  EVENHAND_CHECK(threads > 0);
  auto lane = std::make_unique<Lane>();
  lane->max_threads = threads;
  EVENHAND_CHECK(lanes_.emplace(name, std::move(lane)).second);
}

void Lanes::post(const std::string& lane, const std::string& queue, Job job) {
  const auto found = lanes_.find(lane);
  EVENHAND_CHECK(found != lanes_.end());
  {
    const std::lock_guard lock(mutex_);
    ++open_jobs_;
  }
  if (!enqueue(*found->second, queue, std::move(job))) finish_jobs(1);
}

bool Lanes::enqueue(Lane& lane, const std::string& queue, Job job) {
  const std::lock_guard lock(lane.mutex);
  if (lane.dropping) return false;
  lane.queues[queue].push_back(std::move(job));
  ++lane.waiting;
  const bool enough = static_cast<int>(lane.threads.size()) >= lane.max_threads;
  if (static_cast<std::size_t>(lane.idle) < lane.waiting && !enough) {
    add_thread(lane);
  }
  lane.work.notify_one();
  return true;
}

/// Where the system gives no more threads, those that there are do the work.
void Lanes::add_thread(Lane& lane) {
  try {
    lane.threads.emplace_back([this, &lane] { serve(lane); });
  } catch (const std::system_error&) {
    if (lane.threads.empty()) throw;
    lane.max_threads = static_cast<int>(lane.threads.size());
  }
}

/// The first job of the queue of which the fewest jobs are being done; of several such queues, the
/// one that follows, in the order of names, the one that had its turn last. Requires that some job
/// waits.
Lanes::NextJob Lanes::next_job(Lane& lane) {
  auto chosen = lane.queues.end();
  auto queue = lane.queues.upper_bound(lane.last_queue);
  for (std::size_t i = 0; i < lane.queues.size(); ++i, ++queue) {
    if (queue == lane.queues.end()) queue = lane.queues.begin();
    const bool better =
        chosen == lane.queues.end() || lane.running[queue->first] < lane.running[chosen->first];
    if (better) chosen = queue;
  }
  NextJob next{.queue = chosen->first, .job = std::move(chosen->second.front())};
  chosen->second.pop_front();
  --lane.waiting;
  lane.last_queue = next.queue;
  if (chosen->second.empty()) lane.queues.erase(chosen);
  return next;
}

void Lanes::serve(Lane& lane) {
  std::unique_lock lock(lane.mutex);
  while (true) {
    ++lane.idle;
    lane.work.wait(lock, [&] { return lane.waiting > 0 || lane.closed; });
    --lane.idle;
    if (lane.waiting == 0) return;
    NextJob next = next_job(lane);
    ++lane.running[next.queue];
    lock.unlock();
    next.job();
    next.job = nullptr;  // what it holds goes before the lane is locked again
    finish_jobs(1);
    lock.lock();
    --lane.running[next.queue];
  }
}

void Lanes::finish_jobs(std::size_t count) {
  const std::lock_guard lock(mutex_);
  open_jobs_ -= count;
  if (open_jobs_ == 0) all_done_.notify_all();
}

void Lanes::wait() {
  std::unique_lock lock(mutex_);
  all_done_.wait(lock, [&] { return open_jobs_ == 0; });
}

void Lanes::drop_waiting() {
  for (auto& [name, lane] : lanes_) {
    std::map<std::string, std::deque<Job>> dropped;
    std::size_t count = 0;
    {
      const std::lock_guard lock(lane->mutex);
      lane->dropping = true;
      dropped.swap(lane->queues);
      count = std::exchange(lane->waiting, 0);
    }
    finish_jobs(count);
  }
}

}  // namespace evenhand
