#include "store/sqlite_schema.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/open_file.h"
#include "store/sqlite_database.h"

namespace evenhand {
namespace {

constexpr std::uint32_t kApplicationId = 0x45564831;  // "EVH1"
constexpr std::string_view kMagic{"SQLite format 3\0", 16};

// Small rows (attempts) and long ones (bodies) are kept apart, so that counting what a run has
// cost does not read its replies. `body` comes last in requests for the same reason. Pages of
// 16 KiB waste the least on bodies of 1 to 4 kB (measured: 18 to 28 %; 4 KiB up to 67 %).
constexpr const char* kSchema = R"sql(
PRAGMA page_size=16384;
BEGIN IMMEDIATE;
CREATE TABLE runs(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first_seen INTEGER NOT NULL
);
CREATE TABLE manifests(
  run INTEGER NOT NULL REFERENCES runs(id),
  digest TEXT NOT NULL,
  kept INTEGER NOT NULL,
  text BLOB NOT NULL,
  PRIMARY KEY(run, digest)
);
CREATE TABLE requests(
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  occasion TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE attempts(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs(id),
  request INTEGER NOT NULL REFERENCES requests(id),
  started INTEGER NOT NULL,
  max_output_tokens INTEGER NOT NULL,
  ended INTEGER,
  http_status INTEGER,
  accepted INTEGER NOT NULL DEFAULT 0,
  error_kind TEXT,
  error BLOB,
  latency_ms INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cost REAL,
  served_model BLOB,
  notes BLOB
);
CREATE UNIQUE INDEX accepted_reply ON attempts(request) WHERE accepted = 1;
CREATE INDEX failed_attempts ON attempts(request) WHERE error_kind IS NOT NULL;
CREATE TABLE bodies(
  attempt INTEGER PRIMARY KEY REFERENCES attempts(id),
  raw_body BLOB NOT NULL
);
PRAGMA application_id=1163282481;
PRAGMA user_version=1;
COMMIT;
)sql";
static_assert(kApplicationId == 1163282481 && kStoreFormat == 1);

Error refusal(const std::string& path, const std::string& why) {
  return {.kind = ErrorKind::corrupt_store,
          .what = path + " " + why,
          .hint = "the file is left as it is; name another file with --store"};
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

/// Header fields are described in https://www.sqlite.org/fileformat.html, section 1.3.
Result<void> judge_header(const std::string& path, std::string_view header) {
  if (header.empty()) return refusal(path, "is empty: not an evenhand store");
  if (header.size() < 100 || !header.starts_with(kMagic)) {
    return refusal(path, "is not an evenhand store");
  }
  if (big_endian(header.substr(68, 4)) != kApplicationId) {
    return refusal(path, "is an SQLite file of another application, not an evenhand store");
  }
  const std::uint32_t format = big_endian(header.substr(60, 4));
  if (format > static_cast<std::uint32_t>(kStoreFormat)) {
    return refusal(path, "was written by a newer evenhand (store format " + std::to_string(format) +
                             "; this one reads " + std::to_string(kStoreFormat) + ")");
  }
  if (format == 0) return refusal(path, "is damaged: its store format is 0");
  return {};
}

/// Through SQLite's own file handle: were we to open and close the file ourselves, the locks of
/// every connection this process has to it would be gone (https://www.sqlite.org/howtocorrupt.html,
/// section 2.2).
Result<std::string> read_through_sqlite(const std::string& path, off_t size) {
  EVENHAND_TRY(const SqliteDatabase database, SqliteDatabase::open(path, SqliteMode::inspect));
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database.get(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  std::string header(static_cast<std::size_t>(std::min<off_t>(size, 100)), '\0');
  const int code = file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0);
  if (code != SQLITE_OK) return database.error("read");
  return header;
}

Result<void> build(const std::string& path) {
  EVENHAND_TRY(SqliteDatabase database, SqliteDatabase::open(path, SqliteMode::create));
  EVENHAND_OK(database.execute("PRAGMA synchronous=EXTRA", "make"));
  return database.execute(kSchema, "make");
}

}  // namespace

Result<void> check_store_header(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return io_error("open store", path);
  if (!S_ISREG(status.st_mode)) return refusal(path, "is not a file");
  EVENHAND_TRY(const std::string header, read_through_sqlite(path, status.st_size));
  return judge_header(path, header);
}

Result<void> create_store(const std::string& path) {
  const std::string wal = path + "-wal";
  if (::access(wal.c_str(), F_OK) == 0) {
    return Error{.kind = ErrorKind::corrupt_store,
                 .what = "store " + path + " is missing, but " + wal + " is there",
                 .hint = "replies may lie in it: put the store back, or move that file away"};
  }
  const std::string aside = path + ".new";
  // Of a process that died here; we hold the lock.
  ::unlink(aside.c_str());
  ::unlink((aside + "-journal").c_str());
  if (auto built = build(aside); !built) {
    ::unlink(aside.c_str());
    return Error{.kind = ErrorKind::io_failed, .what = built.error().what};
  }
  if (::rename(aside.c_str(), path.c_str()) != 0) return io_error("make store", path);
  return sync_folder_of(path);
}

}  // namespace evenhand
