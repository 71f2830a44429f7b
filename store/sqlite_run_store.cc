#include "store/sqlite_run_store.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <unistd.h>

#include "store/open_file.h"
#include "store/spill_file.h"
#include "store/sqlite_reader.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_writer.h"
#include "store/store_lock.h"
#include "store/store_place.h"

namespace evenhand {

// Two reads at a time are as many as the two or more cores of a small machine can use.
constexpr std::size_t kReaders = 2;

struct SqliteRunStore::Parts {
  StoreOptions options;
  std::optional<StoreLock> lock = {};         // released last
  std::unique_ptr<SqliteWriter> writer = {};  // none: read-only
  std::array<std::unique_ptr<SqliteReader>, kReaders> readers = {};
  std::optional<std::string> remark_on_place = {};

  /// Any reader that is free, or the first.
  template <class Read>
  auto with_reader(Read read) const {
    for (const auto& reader : readers) {
      const std::unique_lock lock_of_reader(reader->mutex(), std::try_to_lock);
      if (lock_of_reader) return read(*reader);
    }
    const std::lock_guard lock_of_first(readers[0]->mutex());
    return read(*readers[0]);
  }
};

namespace {

/// Without it a file size limit (ulimit -f) would kill us amid a write.
void ignore_file_size_signal() {
  struct sigaction current = {};
  if (::sigaction(SIGXFSZ, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
    std::signal(SIGXFSZ, SIG_IGN);
  }
}

std::string spill_folder_of(const StoreOptions& options) {
  if (!options.spill_folder.empty()) return options.spill_folder;
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/tmp";
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

Error read_only_error(const std::string& path) {
  return {.kind = ErrorKind::internal, .what = "store " + path + " is open for reading only"};
}

/// A closed store in a folder we may not write to: SQLite cannot make its side files there.
SqliteMode reading_mode(const StoreOptions& options) {
  if (options.access == StoreAccess::read_write) return SqliteMode::read;
  const bool can_make_files = ::access(folder_of(options.path).c_str(), W_OK) == 0;
  return exists(options.path + "-wal") || can_make_files ? SqliteMode::read : SqliteMode::immutable;
}

}  // namespace

SqliteRunStore::SqliteRunStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteRunStore::~SqliteRunStore() = default;

Result<std::unique_ptr<SqliteRunStore>> SqliteRunStore::open(const StoreOptions& options,
                                                             Clock& clock) {
  auto parts = std::make_unique<Parts>(Parts{.options = options});
  if (options.access == StoreAccess::read_write) {
    ignore_file_size_signal();
    EVENHAND_OK(prepare_place(options.path));
    EVENHAND_TRY(parts->lock, StoreLock::take(options.path, options.run, clock));
    if (!exists(options.path)) EVENHAND_OK(create_store(options.path));
  } else if (!exists(options.path)) {
    return Error{.kind = ErrorKind::not_found, .what = "there is no store " + options.path};
  }
  EVENHAND_OK(check_store_header(options.path));
  if (options.access == StoreAccess::read_write) {
    EVENHAND_TRY(
        parts->writer,
        SqliteWriter::open({.path = options.path,
                            .run = options.run,
                            .spill_paths = spill_paths(options.path, spill_folder_of(options))},
                           clock));
    parts->remark_on_place = remark_on_place(options.path);
  }
  for (auto& reader : parts->readers) {
    EVENHAND_TRY(reader, SqliteReader::open(options.path, reading_mode(options)));
  }
  return std::unique_ptr<SqliteRunStore>(new SqliteRunStore(std::move(parts)));
}

Result<AttemptId> SqliteRunStore::begin(const AttemptStart& attempt) {
  if (!parts_->writer) return read_only_error(parts_->options.path);
  return parts_->writer->submit(std::cref(attempt));
}

Result<void> SqliteRunStore::end(AttemptId id, const AttemptEnd& outcome) {
  if (!parts_->writer) return read_only_error(parts_->options.path);
  EVENHAND_OK(parts_->writer->submit(EndOrder{id, outcome}));
  return {};
}

Result<void> SqliteRunStore::keep_manifest(const Digest& digest, const std::string& text) {
  if (!parts_->writer) return read_only_error(parts_->options.path);
  EVENHAND_OK(parts_->writer->submit(ManifestOrder{digest, text}));
  return {};
}

Result<std::optional<StoredReply>> SqliteRunStore::find(const RequestKey& key) const {
  return parts_->with_reader([&](SqliteReader& reader) { return reader.find(key); });
}

Result<std::string> SqliteRunStore::body_of(AttemptId attempt) const {
  return parts_->with_reader([&](SqliteReader& reader) { return reader.body_of(attempt); });
}

Result<std::optional<Failure>> SqliteRunStore::last_failure(const RequestKey& key) const {
  return parts_->with_reader([&](SqliteReader& reader) { return reader.last_failure(key); });
}

Result<RunSpend> SqliteRunStore::spend() const {
  return parts_->with_reader(
      [&](SqliteReader& reader) { return reader.spend(parts_->options.run); });
}

std::vector<std::string> SqliteRunStore::remarks() const {
  std::vector<std::string> all;
  if (parts_->writer) all = parts_->writer->remarks();
  if (parts_->remark_on_place) all.push_back(*parts_->remark_on_place);
  return all;
}

Result<void> SqliteRunStore::close() {
  if (!parts_->writer) return {};
  return parts_->writer->close();
}

}  // namespace evenhand
