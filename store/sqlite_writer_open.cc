// Opening a writer, and what it does between commits: runs, spill files, checkpoints.

#include <cstdio>
#include <system_error>
#include <utility>

#include <sqlite3.h>
#include <unistd.h>

#include "store/spill_file.h"
#include "store/sqlite_writer.h"

namespace evenhand {
namespace {

// 16 MiB of pages: smaller checkpoints cost more fsyncs, larger ones more disk.
constexpr int kCheckpointPages = 1024;
// 64 MiB of pages: somebody keeps the log from starting over.
constexpr int kLargeWalPages = 4096;

int note_wal_pages(void* wal_pages, sqlite3* /*database*/, const char* /*name*/, int pages) {
  *static_cast<int*>(wal_pages) = pages;
  return SQLITE_OK;
}

std::string count_text(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::open(WriterOptions options,
                                                         const Clock& clock) {
  EVENHAND_TRY(SqliteDatabase opened, SqliteDatabase::open(options.path, SqliteMode::write));
  auto database = std::make_unique<SqliteDatabase>(std::move(opened));
  EVENHAND_TRY(SqliteRows rows, SqliteRows::prepare(*database));
  std::unique_ptr<SqliteWriter> writer(
      new SqliteWriter(std::move(options), clock, std::move(database), std::move(rows)));
  EVENHAND_OK(writer->prepare_run());
  EVENHAND_OK(writer->take_in_spilled());
  try {
    writer->thread_ = std::thread(&SqliteWriter::work, writer.get());
  } catch (const std::system_error& failed) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = std::string("cannot start the store's thread: ") + failed.what()};
  }
  return writer;
}

/// Also the proof that this file can be written to, before anything is paid for.
Result<void> SqliteWriter::prepare_run() {
  sqlite3_wal_hook(database_->get(), &note_wal_pages, &wal_pages_);
  EVENHAND_OK(database_->execute("BEGIN IMMEDIATE", "write to"));
  EVENHAND_TRY(run_, rows_.run_named(options_.run, now_ms()));
  EVENHAND_TRY(last_id_, rows_.largest_attempt());
  if (auto committed = commit(); !committed) return rolled_back(std::move(committed.error()));
  return {};
}

Result<void> SqliteWriter::take_in_spilled() {
  for (const std::string& path : options_.spill_paths) EVENHAND_OK(take_in(path));
  return {};
}

Result<void> SqliteWriter::take_in(const std::string& path) {
  const auto spilled = read_spill(path);
  if (!spilled) {
    remark(spilled.error().what + "; replies may lie in it");
    return {};
  }
  EVENHAND_TRY(const Intake intake, store_spilled(spilled->attempts));
  if (intake.stored > 0) {
    remark(count_text(intake.stored, "reply from ", "replies from ") + path +
           (intake.stored == 1 ? " was" : " were") + " taken in");
  }
  if (intake.unknown > 0) {
    remark(count_text(intake.unknown, "reply in ", "replies in ") + path +
           " belongs to another store; it is left there");
    return {};
  }
  if (!spilled->damaged) {
    // Whatever it held is stored now; should it stay, it is skipped the next time.
    ::unlink(path.c_str());
    return {};
  }
  const std::string kept = path + ".damaged";
  const bool moved = std::rename(path.c_str(), kept.c_str()) == 0;
  remark(path + " is damaged; what could not be read is kept" + (moved ? " in " + kept : ""));
  return {};
}

/// Those which an earlier, interrupted call has stored already are skipped.
Result<SqliteWriter::Intake> SqliteWriter::store_spilled(
    const std::vector<EndedAttempt>& attempts) {
  Intake intake;
  if (attempts.empty()) return intake;
  EVENHAND_OK(database_->execute("BEGIN IMMEDIATE", "write to"));
  for (const EndedAttempt& attempt : attempts) {
    EVENHAND_TRY(const AttemptState state, rows_.state_of(attempt.id, attempt.key));
    if (state == AttemptState::unknown) ++intake.unknown;
    if (state != AttemptState::open) continue;
    EVENHAND_OK(rows_.end_attempt(attempt.id, attempt.outcome, attempt.ended_ms));
    ++intake.stored;
  }
  if (auto committed = commit(); !committed) return rolled_back(std::move(committed.error()));
  return intake;
}

/// After the callers were woken: nobody waits for it. Passive, so that a reader is never in the way
/// of a writer; what it holds back is copied the next time.
void SqliteWriter::checkpoint_when_due() {
  if (wal_pages_ < kCheckpointPages) next_checkpoint_ = kCheckpointPages;
  if (failure_ || wal_pages_ < next_checkpoint_) return;
  next_checkpoint_ = wal_pages_ + kCheckpointPages;
  const int code = sqlite3_wal_checkpoint_v2(database_->get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
    failure_ = rolled_back(database_->error("write to"));
  if (wal_pages_ < kLargeWalPages || has_warned_of_wal_) return;
  has_warned_of_wal_ = true;
  remark(options_.path +
         "-wal has grown beyond 64 MiB: another program reads the store and keeps "
         "it from starting over");
}

}  // namespace evenhand
