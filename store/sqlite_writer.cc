#include "store/sqlite_writer.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sqlite3.h>

#include "store/spill_file.h"
#include "store/store_place.h"

namespace evenhand {
namespace {

/// Want of space goes by. A failed fsync does not: what the kernel has kept is then unknown, and a
/// second fsync that succeeds proves nothing.
bool may_go_by(const SqliteDatabase& database) {
  const int code = sqlite3_extended_errcode(database.get());
  const int reason = database.system_error();
  return (code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_BUSY ||
         (code == SQLITE_IOERR_WRITE && (reason == ENOSPC || reason == EFBIG || reason == EDQUOT));
}

std::string count_text(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + (count == 1 ? one : one + "s");
}

const char* kGoOnHint = "mend the cause and run the same command again: what is stored is kept";

}  // namespace

SqliteWriter::SqliteWriter(WriterOptions options, const Clock& clock,
                           std::unique_ptr<SqliteDatabase> database, SqliteRows rows)
    : options_(std::move(options)),
      clock_(clock),
      database_(std::move(database)),
      rows_(std::move(rows)) {}

SqliteWriter::~SqliteWriter() {
  if (!close()) return;  // said by close() to those who asked; here nobody listens
}

Result<AttemptId> SqliteWriter::submit(WriteJob::What what) {
  WriteJob job(what);
  if (!queue_.push(job)) {
    return Error{.kind = ErrorKind::internal, .what = "store " + options_.path + " was closed"};
  }
  job.wait();
  return std::move(job.result);
}

void SqliteWriter::work() {
  while (true) {
    const std::vector<WriteJob*> jobs = queue_.take_all();
    if (jobs.empty()) break;
    serve(jobs);
    for (WriteJob* job : jobs) job->finish();
    checkpoint_when_due();
  }
  finish_work();
}

void SqliteWriter::serve(const std::vector<WriteJob*>& jobs) {
  const std::vector<WriteJob*> wanted = turned_away(jobs);
  if (wanted.empty()) return;
  if (failure_ && !may_recover_) {
    give_up(wanted, *failure_);
    return;
  }
  if (auto stored = store(wanted); !stored) {
    give_up(wanted, stored.error());
  } else {
    settle(wanted);
  }
}

/// Answers the jobs that must not or need not reach the database; returns the others.
std::vector<WriteJob*> SqliteWriter::turned_away(const std::vector<WriteJob*>& jobs) {
  std::vector<WriteJob*> wanted;
  for (WriteJob* job : jobs) {
    const EndOrder* end = std::get_if<EndOrder>(&job->what);
    if (end == nullptr && failure_) {
      job->result = Error{.kind = ErrorKind::io_failed,
                          .what = "nothing is asked any more: " + failure_->what,
                          .hint = kGoOnHint};
    } else if (end != nullptr && !in_flight_.contains(end->id)) {
      // Unknown, or ended already: also by another job of this batch.
      job->result = Error{.kind = ErrorKind::internal,
                          .what = "attempt " + std::to_string(end->id) + " is not under way"};
    } else {
      if (end != nullptr) ending_.insert(in_flight_.extract(end->id));
      wanted.push_back(job);
    }
  }
  return wanted;
}

Result<void> SqliteWriter::store(const std::vector<WriteJob*>& jobs) {
  if (auto written = write(jobs); !written) return rolled_back(std::move(written.error()));
  if (auto committed = commit(); !committed) return rolled_back(std::move(committed.error()));
  return {};
}

Result<void> SqliteWriter::write(const std::vector<WriteJob*>& jobs) {
  EVENHAND_OK(database_->execute("BEGIN IMMEDIATE", "write to"));
  for (const EndedAttempt& late : unsaved_) {
    EVENHAND_OK(rows_.end_attempt(late.id, late.outcome, late.ended_ms));
  }
  for (WriteJob* job : jobs) EVENHAND_OK(write_one(*job));
  return {};
}

Result<void> SqliteWriter::write_one(WriteJob& job) {
  const std::int64_t now = now_ms();
  if (const EndOrder* end = std::get_if<EndOrder>(&job.what)) {
    return rows_.end_attempt(end->id, end->outcome, now);
  }
  if (const ManifestOrder* manifest = std::get_if<ManifestOrder>(&job.what)) {
    return rows_.add_manifest(run_, manifest->digest, manifest->text, now);
  }
  const AttemptStart& attempt = std::get<std::reference_wrapper<const AttemptStart>>(job.what);
  job.result = ++last_id_;
  return rows_.add_attempt(last_id_, run_, attempt, now);
}

Result<void> SqliteWriter::commit() { return database_->execute("COMMIT", "write to"); }

Error SqliteWriter::rolled_back(Error reason) {
  may_recover_ = may_go_by(*database_);
  // SQLite has rolled back by itself after some errors; then there is nothing to do.
  if (sqlite3_get_autocommit(database_->get()) == 0) {
    sqlite3_exec(database_->get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  if (const auto free = free_bytes(options_.path); free && may_recover_) {
    reason.what += "; " + std::to_string(*free) + " bytes are free there";
  }
  return reason;
}

void SqliteWriter::settle(const std::vector<WriteJob*>& jobs) {
  unsaved_.clear();
  ending_.clear();
  for (WriteJob* job : jobs) {
    const auto* attempt = std::get_if<std::reference_wrapper<const AttemptStart>>(&job->what);
    if (attempt != nullptr) in_flight_.emplace(*job->result, attempt->get().key);
  }
}

void SqliteWriter::give_up(const std::vector<WriteJob*>& jobs, const Error& reason) {
  if (!failure_) failure_ = reason;
  for (WriteJob* job : jobs) {
    job->result = Error{.kind = reason.kind, .what = reason.what, .hint = kGoOnHint};
    const EndOrder* end = std::get_if<EndOrder>(&job->what);
    if (end == nullptr) continue;
    unsaved_.push_back({.id = end->id,
                        .key = std::move(ending_.at(end->id)),
                        .ended_ms = now_ms(),
                        .outcome = end->outcome});
  }
  ending_.clear();
  const std::optional<std::string> place = save_elsewhere();
  for (WriteJob* job : jobs) {
    if (!std::holds_alternative<EndOrder>(job->what)) continue;
    job->result.error().what += place ? "; the reply lies in " + *place + " instead"
                                      : "; the reply is held in memory and tried again";
    if (place) job->result.error().hint = "the next run with this store takes it in";
  }
}

/// Where the unsaved ones lie now; nullopt when no spill file could take them.
std::optional<std::string> SqliteWriter::save_elsewhere() {
  if (unsaved_.empty()) return std::nullopt;
  const Result<std::string> place = spill(options_.spill_paths, unsaved_);
  if (!place) return std::nullopt;
  spilled_ += unsaved_.size();
  spilled_to_ = *place;
  unsaved_.clear();
  return *place;
}

void SqliteWriter::finish_work() {
  if (unsaved_.empty()) return;
  if (may_recover_ && store({})) {
    unsaved_.clear();
    return;
  }
  save_elsewhere();
}

Result<void> SqliteWriter::close() {
  std::call_once(closing_, [this] {
    queue_.close();
    if (thread_.joinable()) thread_.join();
  });
  if (!unsaved_.empty()) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = count_text(unsaved_.size(), "outcome") + " could not be stored in " +
                         options_.path + ", nor in " + options_.spill_paths.front() + ", nor in " +
                         options_.spill_paths.back() + ": " + failure_->what,
                 .hint = "they are lost, and will be asked for again"};
  }
  if (spilled_ == 0) return {};
  return Error{.kind = ErrorKind::io_failed,
               .what = count_text(spilled_, "outcome") + " could not be stored in " +
                       options_.path + ": see " + spilled_to_,
               .hint = "the next run with this store takes them in"};
}

std::int64_t SqliteWriter::now_ms() const { return clock_.now().time_since_epoch().count(); }

void SqliteWriter::remark(std::string text) {
  const std::lock_guard lock(remarks_mutex_);
  remarks_.push_back(std::move(text));
}

std::vector<std::string> SqliteWriter::remarks() const {
  const std::lock_guard lock(remarks_mutex_);
  return remarks_;
}

}  // namespace evenhand
