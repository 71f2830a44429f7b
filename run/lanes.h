#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace evenhand {

/// Jobs that wait for a server, done by threads of that server's lane: a thread a call in flight.
/// A lane shares its threads evenly among its queues (a queue for each model), so that a slow or
/// long one does not starve the others, and lanes know nothing of each other, so that every
/// endpoint runs at its own pace. Threads are started as they are needed.
class Lanes {
 public:
  using Job = std::function<void()>;

  Lanes() = default;
  /// Waits for the jobs that have begun; the others are dropped.
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// Before the first job of that lane. At most `threads` of its jobs run at once.
  void add_lane(const std::string& name, int threads);

  /// Safe to call from any thread, jobs included. Requires that the lane exists.
  void post(const std::string& lane, const std::string& queue, Job job);

  /// Returns when every job posted so far, and every job posted by those, is done.
  void wait();

 private:
  struct Lane {
    int max_threads = 1;
    std::map<std::string, std::deque<Job>> queues;
    std::map<std::string, int> running;  // jobs of each queue that are being done
    std::string last_queue;              // whose turn it was
    std::size_t waiting = 0;
    int idle = 0;
    std::condition_variable work;
    std::vector<std::thread> threads;
    std::mutex mutex;
    bool closed = false;
    bool dropping = false;
  };

  struct NextJob {
    std::string queue;
    Job job;
  };

  void add_thread(Lane& lane);
  /// False where the lane drops what is posted.
  bool enqueue(Lane& lane, const std::string& queue, Job job);
  void serve(Lane& lane);
  static NextJob next_job(Lane& lane);
  void finish_jobs(std::size_t count);
  /// Jobs that have not begun are dropped, and so is what is posted later.
  void drop_waiting();

  std::map<std::string, std::unique_ptr<Lane>> lanes_;

  std::mutex mutex_;
  std::condition_variable all_done_;
  std::size_t open_jobs_ = 0;  // posted and not yet done
};

}  // namespace evenhand
