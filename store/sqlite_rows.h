#pragma once

#include <cstdint>
#include <string>

#include "store/ended_attempt.h"
#include "store/sqlite_database.h"

namespace evenhand {

enum class AttemptState { unknown, open, ended };

/// The statements that write, kept prepared. Each call belongs into a transaction of the caller;
/// after an error the caller rolls back. Times are milliseconds since 1970, UTC.
class SqliteRows {
 public:
  /// Borrows the connection.
  static Result<SqliteRows> prepare(const SqliteDatabase& database);

  /// The row of this name; made where it is missing.
  Result<std::int64_t> run_named(const std::string& name, std::int64_t now);

  Result<AttemptId> largest_attempt() const;

  Result<void> add_attempt(AttemptId id, std::int64_t run, const AttemptStart& attempt,
                           std::int64_t now);

  /// A second accepted reply to the same request is stored as one that was not accepted.
  Result<void> end_attempt(AttemptId id, const AttemptEnd& outcome, std::int64_t now);

  /// `unknown` also when the attempt was made for another request.
  Result<AttemptState> state_of(AttemptId id, const RequestKey& key) const;

  Result<void> add_manifest(std::int64_t run, const Digest& digest, const std::string& text,
                            std::int64_t now);

 private:
  explicit SqliteRows(const SqliteDatabase& database) : database_(&database) {}

  Result<std::int64_t> request_of(const AttemptStart& attempt, std::int64_t now);
  int update_attempt(AttemptId id, const AttemptEnd& outcome, std::int64_t now, int accepted);
  Result<void> written(int code) const;

  const SqliteDatabase* database_;
  SqliteStatement add_run_;
  SqliteStatement find_run_;
  SqliteStatement add_request_;
  SqliteStatement find_request_;
  SqliteStatement add_attempt_;
  SqliteStatement end_attempt_;
  SqliteStatement add_body_;
  SqliteStatement find_state_;
  SqliteStatement add_manifest_;
};

}  // namespace evenhand
