#include "store/sqlite_database.h"

#include <cerrno>
#include <cmath>
#include <system_error>
#include <utility>

#include <sqlite3.h>

#include "base/check.h"

namespace evenhand {
namespace {

// Ours is the only process that writes; a person with the sqlite3 shell may still hold a lock.
constexpr int kBusyTimeoutMs = 10'000;

constexpr const char* kDamagedHint =
    "the file is left as it is; restore it from a backup, or name another file with --store";

int flags_of(SqliteMode mode) {
  // The connections guard themselves (one thread, or one mutex, each).
  constexpr int kCommon = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case SqliteMode::create: return kCommon | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case SqliteMode::write: return kCommon | SQLITE_OPEN_READWRITE;
    case SqliteMode::inspect:
    case SqliteMode::read: return kCommon | SQLITE_OPEN_READONLY;
    case SqliteMode::immutable: return kCommon | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  check_failed("a known SqliteMode", __FILE__, __LINE__);
}

/// A path as SQLite's URI, so that '?', '#' and '%' in names of folders stay what they are.
std::string immutable_uri(const std::string& path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > 0x20U && byte < 0x7fU && c != '?' && c != '#' && c != '%';
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4U];
      uri += kHex[byte & 15U];
    }
  }
  return uri + "?immutable=1";
}

Result<void> expect_value(const SqliteDatabase& database, const char* pragma,
                          std::string_view wanted) {
  EVENHAND_TRY(const std::string got, database.value_of(pragma));
  if (got == wanted) return {};
  return Error{.kind = ErrorKind::io_failed,
               .what = "cannot open store " + database.path() + ": '" + pragma + "' gave '" + got +
                       "', not '" + std::string(wanted) + "'",
               .hint = "put the store on a local disk"};
}

Result<void> set_up_writer(SqliteDatabase& database) {
  EVENHAND_OK(expect_value(database, "PRAGMA journal_mode=WAL", "wal"));
  EVENHAND_OK(database.execute("PRAGMA synchronous=FULL", "open"));
  EVENHAND_OK(expect_value(database, "PRAGMA synchronous", "2"));
  // We checkpoint ourselves, after the callers were woken.
  EVENHAND_OK(expect_value(database, "PRAGMA wal_autocheckpoint=0", "0"));
  // The index of keys is written at random; 100,000 keys take about 8 MB of it.
  return database.execute("PRAGMA cache_size=-8192", "open");
}

Result<void> set_up_reader(SqliteDatabase& database) {
  EVENHAND_OK(database.execute("PRAGMA query_only=1", "open"));
  EVENHAND_OK(expect_value(database, "PRAGMA wal_autocheckpoint=0", "0"));
  int is_on = 0;
  sqlite3_db_config(database.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &is_on);
  EVENHAND_CHECK(is_on == 1);
  return {};
}

Result<void> set_up(SqliteDatabase& database, SqliteMode mode) {
  if (mode == SqliteMode::inspect) return {};
  // Files are untrusted: no SQL of theirs may call functions with side effects.
  EVENHAND_OK(database.execute("PRAGMA trusted_schema=0", "open"));
  switch (mode) {
    case SqliteMode::inspect:
    case SqliteMode::create: return {};
    case SqliteMode::write: return set_up_writer(database);
    case SqliteMode::read:
    case SqliteMode::immutable: return set_up_reader(database);
  }
  check_failed("a known SqliteMode", __FILE__, __LINE__);
}

}  // namespace

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

SqliteStatement::SqliteStatement(SqliteStatement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)) {}

SqliteStatement& SqliteStatement::operator=(SqliteStatement&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}

SqliteQuery::~SqliteQuery() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

SqliteQuery& SqliteQuery::integer(std::optional<std::int64_t> value) {
  if (!value) return null();
  sqlite3_bind_int64(statement_, next_++, *value);
  return *this;
}

SqliteQuery& SqliteQuery::real(std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return null();
  sqlite3_bind_double(statement_, next_++, *value);
  return *this;
}

SqliteQuery& SqliteQuery::text(std::string_view value) {
  sqlite3_bind_text64(statement_, next_++, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqliteQuery& SqliteQuery::blob(std::string_view value) {
  // A null pointer would be bound as NULL, and an empty body is not an absent one.
  const char* bytes = value.empty() ? "" : value.data();
  sqlite3_bind_blob64(statement_, next_++, bytes, value.size(), SQLITE_STATIC);
  return *this;
}

SqliteQuery& SqliteQuery::null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

int SqliteQuery::step() { return sqlite3_step(statement_); }

bool SqliteQuery::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteQuery::integer_at(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> SqliteQuery::optional_integer_at(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer_at(column);
}

std::optional<double> SqliteQuery::optional_real_at(int column) const {
  if (is_null(column)) return std::nullopt;
  return sqlite3_column_double(statement_, column);
}

std::string SqliteQuery::bytes_at(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

SqliteDatabase::SqliteDatabase(sqlite3* database, std::string path)
    : database_(database), path_(std::move(path)) {}

SqliteDatabase::~SqliteDatabase() { sqlite3_close_v2(database_); }

SqliteDatabase::SqliteDatabase(SqliteDatabase&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)), path_(std::move(other.path_)) {}

Result<SqliteDatabase> SqliteDatabase::open(const std::string& path, SqliteMode mode) {
  sqlite3* handle = nullptr;
  const std::string name = mode == SqliteMode::immutable ? immutable_uri(path) : path;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags_of(mode), nullptr);
  SqliteDatabase database(handle, path);
  if (code != SQLITE_OK) return database.error("open");
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  EVENHAND_OK(set_up(database, mode));
  return database;
}

Result<SqliteStatement> SqliteDatabase::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code == SQLITE_OK) return SqliteStatement(statement);
  Error failed = error("read");
  // A table or column that is not there: the label fits, the contents do not.
  if (code == SQLITE_ERROR) {
    failed.kind = ErrorKind::corrupt_store;
    failed.hint = kDamagedHint;
  }
  return failed;
}

Result<void> SqliteDatabase::execute(const char* sql, std::string_view doing) {
  reason_ = 0;
  // SQLite keeps no errno of a COMMIT that failed; calls that succeed leave errno alone.
  errno = 0;
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  reason_ = errno;
  return error(doing);
}

int SqliteDatabase::system_error() const {
  return reason_ != 0 ? reason_ : sqlite3_system_errno(database_);
}

Result<std::string> SqliteDatabase::value_of(std::string_view sql) const {
  EVENHAND_TRY(const SqliteStatement statement, prepare(sql));
  SqliteQuery query(statement);
  if (query.step() != SQLITE_ROW) return error("read");
  return query.bytes_at(0);
}

Error SqliteDatabase::error(std::string_view doing) const {
  Error failed{.kind = ErrorKind::io_failed,
               .what = "cannot " + std::string(doing) + " store " + path_ + ": "};
  if (database_ == nullptr) {
    failed.what += "out of memory";
    return failed;
  }
  const int code = sqlite3_errcode(database_) & 0xff;
  failed.what += sqlite3_errmsg(database_);
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    failed.kind = ErrorKind::corrupt_store;
    failed.hint = kDamagedHint;
  } else if (code == SQLITE_IOERR || code == SQLITE_FULL || code == SQLITE_CANTOPEN) {
    const int reason = system_error();
    if (reason != 0) failed.what += " (" + std::generic_category().message(reason) + ")";
  } else if (code == SQLITE_BUSY) {
    failed.hint = "another program holds a lock on it; close it there";
  }
  return failed;
}

}  // namespace evenhand
