#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace evenhand {

/// Reader and writer differ in more than a flag: only a writer may checkpoint. Before SQLite 3.51.3
/// a checkpoint of a second connection could corrupt the file (the WAL-reset race).
enum class SqliteMode {
  inspect,    // nothing is set, nothing is read yet
  create,     // a new file with a rollback journal
  write,      // WAL, synchronous FULL, checkpoints on demand only
  read,       // no writes, no checkpoints
  immutable,  // a closed store in a folder where SQLite may not put its side files
};

/// A statement that is kept prepared. Not thread-safe, as the connection it belongs to.
class SqliteStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement = nullptr) : statement_(statement) {}
  ~SqliteStatement();
  SqliteStatement(SqliteStatement&& other) noexcept;
  SqliteStatement& operator=(SqliteStatement&& other) noexcept;

  sqlite3_stmt* get() const { return statement_; }

 private:
  sqlite3_stmt* statement_;
};

/// One use of a statement: binds from left to right, steps, and is reset when it goes. What is
/// bound must live as long. Columns count from 0.
class SqliteQuery {
 public:
  explicit SqliteQuery(const SqliteStatement& statement) : statement_(statement.get()) {}
  ~SqliteQuery();
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;

  SqliteQuery& integer(std::optional<std::int64_t> value);
  SqliteQuery& real(std::optional<double> value);  // not-a-number and infinities become NULL
  SqliteQuery& text(std::string_view value);
  SqliteQuery& blob(std::string_view value);
  SqliteQuery& null();

  /// SQLITE_ROW, SQLITE_DONE or an extended error code.
  int step();

  bool is_null(int column) const;
  std::int64_t integer_at(int column) const;
  std::optional<std::int64_t> optional_integer_at(int column) const;
  std::optional<double> optional_real_at(int column) const;
  std::string bytes_at(int column) const;

 private:
  sqlite3_stmt* statement_;
  int next_ = 1;
};

/// A connection. The pragmas that durability rests on are set and read back in open().
class SqliteDatabase {
 public:
  static Result<SqliteDatabase> open(const std::string& path, SqliteMode mode);
  ~SqliteDatabase();
  SqliteDatabase(SqliteDatabase&& other) noexcept;
  SqliteDatabase& operator=(SqliteDatabase&& other) = delete;

  Result<SqliteStatement> prepare(std::string_view sql) const;
  /// `doing` for the error, as in "write to".
  Result<void> execute(const char* sql, std::string_view doing);

  /// The first column of the first row.
  Result<std::string> value_of(std::string_view sql) const;

  /// What went wrong last; `doing` as in "write to". The kind is corrupt_store where SQLite says
  /// that the file is damaged, else io_failed.
  Error error(std::string_view doing) const;

  /// The errno behind the last error; 0 where there was none.
  int system_error() const;

  const std::string& path() const { return path_; }
  sqlite3* get() const { return database_; }

 private:
  SqliteDatabase(sqlite3* database, std::string path);

  sqlite3* database_;
  std::string path_;
  int reason_ = 0;  // errno of the last execute() that failed
};

}  // namespace evenhand
