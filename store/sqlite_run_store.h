#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/run_store.h"

namespace evenhand {

enum class StoreAccess { read_write, read_only };

struct StoreOptions {
  std::string path;  // of the database; ".lock", ".spill", "-wal" and "-shm" stand beside it
  std::string run;   // the run that attempts are booked on; replies are shared between runs
  StoreAccess access = StoreAccess::read_write;
  std::string spill_folder =
      {};  // for replies that the store's own folder cannot take; "": $TMPDIR
};

/// A store in one SQLite file; docs/store-format.md describes it.
///
/// Read-write: makes the file and its folders where they are missing, and holds an exclusive lock
/// until close(). begin(), end() and keep_manifest() block until the group commit that holds their
/// row is on the disk. After a commit has failed, begin() refuses for good; what end() brings is
/// tried again, or goes to a spill file that the error names and that the next open() reads in.
///
/// Read-only: takes no lock and changes nothing, so that it works beside a running process.
///
/// open() makes the process ignore SIGXFSZ unless it has a handler: a file size limit is an error
/// like a full disk, not a reason to die.
class SqliteRunStore : public RunStore {
 public:
  /// corrupt_store: the file is damaged, somebody else's or of a newer version; it is left as it
  /// was. io_failed: it is in use, or the operating system said no. not_found: read-only and
  /// not there.
  static Result<std::unique_ptr<SqliteRunStore>> open(const StoreOptions& options, Clock& clock);
  ~SqliteRunStore() override;
  SqliteRunStore(const SqliteRunStore&) = delete;
  SqliteRunStore& operator=(const SqliteRunStore&) = delete;

  Result<AttemptId> begin(const AttemptStart& attempt) override;
  Result<void> end(AttemptId id, const AttemptEnd& outcome) override;
  Result<std::optional<StoredReply>> find(const RequestKey& key) const override;
  Result<std::string> body_of(AttemptId attempt) const override;
  Result<std::optional<Failure>> last_failure(const RequestKey& key) const override;
  Result<RunSpend> spend() const override;
  Result<void> keep_manifest(const Digest& digest, const std::string& text) override;

  /// What a user should know though it stops nothing: "2 replies from x.spill were taken in",
  /// "x lies on a network file system (nfs): ...".
  std::vector<std::string> remarks() const;

  /// Writes what is queued and ends the writer; later writes are refused, reads go on. An error
  /// when replies could not be stored; it says where they lie. The destructor closes as well,
  /// silently.
  Result<void> close();

 private:
  struct Parts;
  explicit SqliteRunStore(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace evenhand
