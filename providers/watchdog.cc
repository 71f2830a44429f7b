#include "providers/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>

namespace evenhand {

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Watchdog::Watch::Watch(Watchdog& dog, int socket, Deadline deadline) : dog_(dog) {
  FileDescriptor duplicate(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
  holds_ = duplicate.number() >= 0;
  const std::lock_guard lock(dog_.mutex_);
  entry_ = dog_.watched_.emplace(deadline, std::move(duplicate));
  if (!dog_.thread_.joinable()) dog_.thread_ = std::thread([&dog] { dog.run(); });
  dog_.changed_.notify_one();
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(dog_.mutex_);
  dog_.watched_.erase(entry_);
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const Deadline now = std::chrono::steady_clock::now();
    auto next = watched_.begin();
    // Entries stay until their owners remove them; a closed duplicate marks the ones dealt with.
    for (; next != watched_.end() && next->first <= now; ++next) {
      if (next->second.number() < 0) continue;
      ::shutdown(next->second.number(), SHUT_RDWR);
      next->second = FileDescriptor();
    }
    if (next == watched_.end()) {
      changed_.wait(lock);
    } else {
      // A copy: the entry may be removed while this waits without the lock.
      const Deadline soonest = next->first;
      changed_.wait_until(lock, soonest);
    }
  }
}

}  // namespace evenhand
