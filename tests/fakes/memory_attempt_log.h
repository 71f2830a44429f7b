#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "base/attempt.h"

namespace evenhand {

/// An attempt log in memory. Can be told to fail, as a full disk does.
class MemoryAttemptLog : public AttemptLog {
 public:
  struct Entry {
    AttemptStart start;
    std::optional<AttemptEnd> end = {};
  };

  Result<AttemptId> begin(const AttemptStart& attempt) override {
    const std::lock_guard lock(mutex_);
    if (begin_error) return *begin_error;
    entries_.push_back({.start = attempt});
    return static_cast<AttemptId>(entries_.size());
  }

  Result<void> end(AttemptId id, const AttemptEnd& outcome) override {
    const std::lock_guard lock(mutex_);
    if (end_error) return *end_error;
    entries_.at(static_cast<std::size_t>(id) - 1).end = outcome;
    return {};
  }

  std::vector<Entry> entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
  }

  // Set before the threads start.
  std::optional<Error> begin_error;
  std::optional<Error> end_error;

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace evenhand
