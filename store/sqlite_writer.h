#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "store/sqlite_database.h"
#include "store/sqlite_rows.h"
#include "store/write_queue.h"

namespace evenhand {

struct WriterOptions {
  std::string path;
  std::string run;
  std::vector<std::string> spill_paths;  // tried in this order when the store takes no more
};

/// The one connection that writes and checkpoints, and the one thread that uses it. It takes
/// whatever callers have queued, stores it in one transaction, and wakes them: many replies, one
/// fsync. docs/store-format.md tells what happens when the disk says no.
class SqliteWriter {
 public:
  /// Takes in what spill files hold, before anything else is written.
  static Result<std::unique_ptr<SqliteWriter>> open(WriterOptions options, const Clock& clock);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// Blocks until the job is durable or has failed. The attempt's number for an AttemptStart.
  Result<AttemptId> submit(WriteJob::What what);

  /// As SqliteRunStore::close(). A second call says the same as the first.
  Result<void> close();

  std::vector<std::string> remarks() const;

 private:
  struct Intake {
    std::size_t stored = 0;
    std::size_t unknown = 0;  // of attempts that this store has not seen
  };

  SqliteWriter(WriterOptions options, const Clock& clock, std::unique_ptr<SqliteDatabase> database,
               SqliteRows rows);

  Result<void> prepare_run();
  Result<void> take_in_spilled();
  Result<void> take_in(const std::string& path);
  Result<Intake> store_spilled(const std::vector<EndedAttempt>& attempts);

  void work();
  void serve(const std::vector<WriteJob*>& jobs);
  std::vector<WriteJob*> turned_away(const std::vector<WriteJob*>& jobs);
  Result<void> store(const std::vector<WriteJob*>& jobs);
  Result<void> write(const std::vector<WriteJob*>& jobs);
  Result<void> write_one(WriteJob& job);
  Result<void> commit();
  Error rolled_back(Error reason);
  void settle(const std::vector<WriteJob*>& jobs);
  void give_up(const std::vector<WriteJob*>& jobs, const Error& reason);
  std::optional<std::string> save_elsewhere();
  void checkpoint_when_due();
  void finish_work();
  std::int64_t now_ms() const;
  void remark(std::string text);

  // Fixed after open(), or guarded by themselves.
  WriterOptions options_;
  const Clock& clock_;
  WriteQueue queue_;
  mutable std::mutex remarks_mutex_;
  std::vector<std::string> remarks_;
  std::once_flag closing_;
  std::thread thread_;

  // Touched by the writer thread only, once it runs; read by close() after it has ended.
  std::unique_ptr<SqliteDatabase> database_;
  SqliteRows rows_;
  std::int64_t run_ = 0;
  AttemptId last_id_ = 0;
  std::unordered_map<AttemptId, RequestKey> in_flight_;
  std::unordered_map<AttemptId, RequestKey> ending_;  // those whose end is in the jobs at hand
  std::vector<EndedAttempt> unsaved_;                 // neither stored nor spilled yet
  std::size_t spilled_ = 0;
  std::string spilled_to_;
  std::optional<Error> failure_;  // the first one; no attempt begins after it
  bool may_recover_ = false;      // the last failure was for want of space or of a lock
  int wal_pages_ = 0;             // in use after the last commit
  int next_checkpoint_ = 0;       // in pages of the log
  bool has_warned_of_wal_ = false;
};

}  // namespace evenhand
