#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "base/attempt.h"

namespace evenhand {

struct EndOrder {
  AttemptId id;
  const AttemptEnd& outcome;
};

struct ManifestOrder {
  const Digest& digest;
  const std::string& text;
};

/// What a caller wants written. It lies on the caller's stack and borrows what is to be written:
/// the caller does not return before the writer has called finish().
class WriteJob {
 public:
  using What = std::variant<std::reference_wrapper<const AttemptStart>, EndOrder, ManifestOrder>;

  explicit WriteJob(What wanted) : what(wanted) {}

  /// By the writer, after it has set `result`; the job may be gone on return.
  void finish();

  /// By the caller. Each job is waited for on its own address, so that a commit wakes those whose
  /// rows it holds, and nobody else.
  void wait() const;

  const What what;
  Result<AttemptId> result = AttemptId{0};

 private:
  std::atomic<int> is_done_ = 0;
};

/// Many callers put jobs in, one writer takes all there are.
class WriteQueue {
 public:
  /// False when the queue was closed; the job was not taken then.
  bool push(WriteJob& job);

  /// Waits for at least one job. Empty: the queue was closed and is used up.
  std::vector<WriteJob*> take_all();

  void close();

 private:
  std::mutex mutex_;
  std::condition_variable has_work_;
  std::vector<WriteJob*> jobs_;
  bool writer_waits_ = false;
  bool is_closed_ = false;
};

}  // namespace evenhand
