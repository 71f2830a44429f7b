#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "store/run_store.h"
#include "store/sqlite_database.h"

namespace evenhand {

/// A connection that reads, under a mutex of its own. Sees every row that a writer has committed.
class SqliteReader {
 public:
  static Result<std::unique_ptr<SqliteReader>> open(const std::string& path, SqliteMode mode);

  Result<std::optional<StoredReply>> find(const RequestKey& key);
  Result<std::string> body_of(AttemptId attempt);
  Result<std::optional<Failure>> last_failure(const RequestKey& key);
  Result<RunSpend> spend(const std::string& run);

  /// For callers that would rather ask another reader than wait for this one.
  std::mutex& mutex() { return mutex_; }

 private:
  Result<std::vector<RoleSpend>> spend_by_role(const std::string& run);
  Result<std::vector<UnknownUse>> unknown_use(const std::string& run);

  explicit SqliteReader(SqliteDatabase database) : database_(std::move(database)) {}

  std::mutex mutex_;
  SqliteDatabase database_;
  SqliteStatement find_;
  SqliteStatement body_;
  SqliteStatement last_failure_;
  SqliteStatement spend_;
  SqliteStatement unknown_use_;
  SqliteStatement role_spend_;
};

}  // namespace evenhand
