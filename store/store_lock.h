#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/open_file.h"

namespace evenhand {

/// One process at a time writes to a store. The lock is the operating system's and goes with the
/// process that holds it, however that dies; the words in the file only say who it is.
class StoreLock {
 public:
  /// io_failed, naming process, machine, start and run of the holder, when the store is in use.
  static Result<StoreLock> take(const std::string& store_path, const std::string& run,
                                const Clock& clock);

 private:
  explicit StoreLock(OpenFile file) : file_(std::move(file)) {}

  OpenFile file_;
};

}  // namespace evenhand
