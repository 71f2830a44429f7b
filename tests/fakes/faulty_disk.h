#pragma once

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

namespace evenhand {

/// What happens at one operation that changes a file (write, sync, truncate, delete).
enum class DiskFault {
  none,
  kill,       // the process dies before the operation
  torn_kill,  // half of a write reaches the disk, then the process dies
  power_cut,  // the process dies, and all that was not synced is lost with it
  full,       // no space left on the device
  broken,     // input/output error
};

/// A layer below SQLite that counts what changes files and fails where it is told to. While one
/// is installed, every database that is opened lies on it. One at a time; a child process that was
/// forked has its own. With kill and power_cut it ends the process that it lives in.
class FaultyDisk {
 public:
  struct Plan {
    DiskFault fault = DiskFault::none;
    int at = 0;     // the operation, counted from 1
    int times = 1;  // so many operations from there on; for full and broken
  };

  explicit FaultyDisk(Plan plan) : plan_(plan), below_(sqlite3_vfs_find("unix")) {
    vfs_ = *below_;
    vfs_.zName = "faulty";
    vfs_.pNext = nullptr;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + below_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = &open;
    vfs_.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync) {
      FaultyDisk& disk = of(vfs);
      const int code = disk.changes(SQLITE_IOERR_DELETE, nullptr, {});
      return code != SQLITE_OK ? code : disk.below_->xDelete(disk.below_, path, sync);
    };
    vfs_.xGetLastError = [](sqlite3_vfs* /*vfs*/, int /*size*/, char* /*text*/) {
      return errno;
    };
    sqlite3_vfs_register(&vfs_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(below_, 1);
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  int operations() const { return operations_; }
  void mend() { plan_.fault = DiskFault::none; }

 private:
  struct Unsynced {
    sqlite3_int64 size_before;
    sqlite3_int64 offset;
    std::string bytes_before;
  };

  /// SQLite's own file lies behind this one, in the memory that SQLite has set aside for both.
  struct File {
    sqlite3_file base;
    FaultyDisk* disk;
    std::vector<Unsynced>* unsynced;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  static FaultyDisk& of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }
  static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file).real(); }

  /// Counts one operation; an error code where it fails, or no return at all.
  int changes(int broken_code, File* file, std::string_view bytes, sqlite3_int64 offset = 0) {
    ++operations_;
    const int past = operations_ - plan_.at;
    if (plan_.fault == DiskFault::none || past < 0 || past >= plan_.times) return SQLITE_OK;
    switch (plan_.fault) {
      case DiskFault::none: return SQLITE_OK;
      case DiskFault::full: errno = ENOSPC; return SQLITE_FULL;
      case DiskFault::broken: errno = EIO; return broken_code;
      case DiskFault::power_cut: forget_unsynced(); break;
      case DiskFault::torn_kill:
        if (file != nullptr && !bytes.empty()) {
          file->real()->pMethods->xWrite(file->real(), bytes.data(),
                                         static_cast<int>(bytes.size() / 2), offset);
        }
        break;
      case DiskFault::kill: break;
    }
    ::kill(::getpid(), SIGKILL);
    ::pause();
    return SQLITE_IOERR;
  }

  void remember(File& file, int size, sqlite3_int64 offset) const {
    if (plan_.fault != DiskFault::power_cut) return;
    Unsynced old{.size_before = 0, .offset = offset, .bytes_before = {}};
    file.real()->pMethods->xFileSize(file.real(), &old.size_before);
    const sqlite3_int64 there = old.size_before - offset;
    if (there > 0) {
      old.bytes_before.resize(static_cast<std::size_t>(std::min<sqlite3_int64>(there, size)));
      file.real()->pMethods->xRead(file.real(), old.bytes_before.data(),
                                   static_cast<int>(old.bytes_before.size()), offset);
    }
    file.unsynced->push_back(std::move(old));
  }

  void forget_unsynced() {
    for (File* file : files_) {
      sqlite3_file* const real = file->real();
      for (auto old = file->unsynced->rbegin(); old != file->unsynced->rend(); ++old) {
        if (!old->bytes_before.empty()) {
          real->pMethods->xWrite(real, old->bytes_before.data(),
                                 static_cast<int>(old->bytes_before.size()), old->offset);
        }
        real->pMethods->xTruncate(real, old->size_before);
      }
    }
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    FaultyDisk& disk = of(vfs);
    File& ours = of(file);
    ours = {.base = {nullptr}, .disk = &disk, .unsynced = nullptr};
    const int code = disk.below_->xOpen(disk.below_, path, ours.real(), flags, out);
    if (code != SQLITE_OK) return code;
    ours.base.pMethods = &kMethods;
    ours.unsynced = new std::vector<Unsynced>;
    disk.files_.push_back(&ours);
    return SQLITE_OK;
  }

  static int close(sqlite3_file* file) {
    File& ours = of(file);
    std::erase(ours.disk->files_, &ours);
    delete ours.unsynced;
    return real(file)->pMethods->xClose(real(file));
  }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    File& ours = of(file);
    const std::string_view text(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    const int code = ours.disk->changes(SQLITE_IOERR_WRITE, &ours, text, offset);
    if (code != SQLITE_OK) return code;
    ours.disk->remember(ours, size, offset);
    return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    File& ours = of(file);
    const int code = ours.disk->changes(SQLITE_IOERR_TRUNCATE, &ours, {});
    if (code != SQLITE_OK) return code;
    ours.disk->remember(ours, 1 << 24, size);
    return real(file)->pMethods->xTruncate(real(file), size);
  }

  static int sync(sqlite3_file* file, int flags) {
    File& ours = of(file);
    const int code = ours.disk->changes(SQLITE_IOERR_FSYNC, &ours, {});
    if (code != SQLITE_OK) return code;
    ours.unsynced->clear();
    return real(file)->pMethods->xSync(real(file), flags);
  }

  static const sqlite3_io_methods kMethods;

  Plan plan_;
  sqlite3_vfs* below_;
  sqlite3_vfs vfs_ = {};
  int operations_ = 0;
  std::vector<File*> files_;
};

inline const sqlite3_io_methods FaultyDisk::kMethods = {
    .iVersion = 2,
    .xClose = &FaultyDisk::close,
    .xRead = [](sqlite3_file* f, void* to, int size,
                sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, size, at); },
    .xWrite = &FaultyDisk::write,
    .xTruncate = &FaultyDisk::truncate,
    .xSync = &FaultyDisk::sync,
    .xFileSize = [](sqlite3_file* f,
                    sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    .xLock = [](sqlite3_file* f, int kind) { return real(f)->pMethods->xLock(real(f), kind); },
    .xUnlock = [](sqlite3_file* f, int kind) { return real(f)->pMethods->xUnlock(real(f), kind); },
    .xCheckReservedLock =
        [](sqlite3_file* f, int* out) {
          return real(f)->pMethods->xCheckReservedLock(real(f), out);
        },
    .xFileControl = [](sqlite3_file* f, int what,
                       void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
    .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    .xShmMap =
        [](sqlite3_file* f, int page, int size, int extend, volatile void** to) {
          return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
        },
    .xShmLock = [](sqlite3_file* f, int at, int count,
                   int flags) { return real(f)->pMethods->xShmLock(real(f), at, count, flags); },
    .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    .xShmUnmap = [](sqlite3_file* f,
                    int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace evenhand
