#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "base/result.h"

namespace evenhand {

using Deadline = std::chrono::steady_clock::time_point;

/// Owns a file descriptor.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number = -1) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    FileDescriptor old(std::exchange(number_, other.release()));
    return *this;
  }
  ~FileDescriptor();

  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// A connected, non-blocking TCP socket with TCP_NODELAY and keep-alive probes. Tries the host's
/// addresses one after the other. Errors: unreachable.
Result<FileDescriptor> connect_to(const std::string& host, int port, Deadline deadline);

void make_non_blocking(int descriptor);

enum class Ready { yes, timed_out };

/// Waits until the descriptor can be read (or written), has failed, or the deadline has passed.
Ready wait_readable(int descriptor, Deadline deadline);
Ready wait_writable(int descriptor, Deadline deadline);

/// "Connection refused", for the number that errno held.
std::string system_error_text(int number);

}  // namespace evenhand
