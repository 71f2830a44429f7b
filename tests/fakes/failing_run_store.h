#pragma once

#include <atomic>

#include "store/run_store.h"

namespace evenhand {

/// Forwards to another store until it has taken the given number of writes (begin, end and
/// keep_manifest alike); from then on every write fails, as on a full disk. Reads go on.
class FailingRunStore : public RunStore {
 public:
  FailingRunStore(RunStore& disk, int writes_that_work)
      : disk_(disk), writes_left_(writes_that_work) {}

  Result<AttemptId> begin(const AttemptStart& attempt) override {
    if (is_full()) return full();
    return disk_.begin(attempt);
  }

  Result<void> end(AttemptId id, const AttemptEnd& outcome) override {
    if (is_full()) return full();
    return disk_.end(id, outcome);
  }

  Result<void> keep_manifest(const Digest& digest, const std::string& text) override {
    if (is_full()) return full();
    return disk_.keep_manifest(digest, text);
  }

  Result<std::optional<StoredReply>> find(const RequestKey& key) const override {
    return disk_.find(key);
  }

  Result<std::optional<Failure>> last_failure(const RequestKey& key) const override {
    return disk_.last_failure(key);
  }

  Result<std::string> body_of(AttemptId attempt) const override { return disk_.body_of(attempt); }

  Result<RunSpend> spend() const override { return disk_.spend(); }

 private:
  bool is_full() { return writes_left_.fetch_sub(1) <= 0; }

  static Error full() {
    return {.kind = ErrorKind::io_failed, .what = "cannot write to store: disk is full"};
  }

  RunStore& disk_;
  std::atomic<int> writes_left_;
};

}  // namespace evenhand
