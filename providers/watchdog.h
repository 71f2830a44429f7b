#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

#include "providers/socket.h"

namespace evenhand {

/// Shuts sockets down when their time is up: for steps that other people's code does on a socket
/// without a deadline. One thread, started when it is first needed.
class Watchdog {
 public:
  Watchdog() = default;
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

  /// A socket is watched as long as this lives.
  class Watch {
   public:
    Watch(Watchdog& dog, int socket, Deadline deadline);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    /// False where there was no file descriptor left to hold the socket by: nothing is watched.
    bool holds() const { return holds_; }

   private:
    Watchdog& dog_;
    bool holds_ = false;
    std::multimap<Deadline, FileDescriptor>::iterator entry_;
  };

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  // Duplicates of the sockets: their numbers cannot be reused by others while they are here.
  std::multimap<Deadline, FileDescriptor> watched_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace evenhand
