#include "store/store_place.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "store/open_file.h"

namespace evenhand {
namespace {

// A few thousand replies; less will not do for long.
constexpr std::uint64_t kLittleSpace = std::uint64_t{50} << 20U;

enum class Medium { network, memory };

/// Magic numbers as in statfs(2).
struct FileSystemKind {
  std::uint32_t magic;
  const char* name;
  Medium medium;
};

constexpr FileSystemKind kKinds[] = {
    {0x6969, "nfs", Medium::network},      {0x517B, "smb", Medium::network},
    {0xFE534D42, "smb", Medium::network},  {0xFF534D42, "cifs", Medium::network},
    {0x65735546, "fuse", Medium::network}, {0x00C36400, "ceph", Medium::network},
    {0x5346414F, "afs", Medium::network},  {0x0BD00BD0, "lustre", Medium::network},
    {0x47504653, "gpfs", Medium::network}, {0x19830326, "beegfs", Medium::network},
    {0x01021997, "9p", Medium::network},   {0x01021994, "tmpfs", Medium::memory},
    {0x858458F6, "ramfs", Medium::memory},
};

std::string sentence_on(const std::string& path, const FileSystemKind& kind) {
  if (kind.medium == Medium::memory) {
    return path + " lies in memory (" + kind.name + "): a restart of the machine loses it";
  }
  return path + " lies on a network file system (" + kind.name +
         "): SQLite needs locks and shared memory that may not work there; a local disk is safe";
}

}  // namespace

Result<void> prepare_place(const std::string& path) {
  const std::string folder = folder_of(path);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = "cannot make folder " + folder + ": " + failed.message()};
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    Error error = io_error("write to folder", folder);
    error.hint = "SQLite keeps files beside the store; name another place with --store";
    return error;
  }
  if (::access(path.c_str(), F_OK) == 0 && ::access(path.c_str(), W_OK) != 0) {
    return io_error("write to store", path);
  }
  return {};
}

std::optional<std::string> remark_on_place(const std::string& path) {
  struct statfs status = {};
  if (::statfs(folder_of(path).c_str(), &status) != 0) return std::nullopt;
  for (const FileSystemKind& kind : kKinds) {
    if (kind.magic == static_cast<std::uint32_t>(status.f_type)) return sentence_on(path, kind);
  }
  const std::optional<std::uint64_t> free = free_bytes(path);
  if (!free || *free >= kLittleSpace) return std::nullopt;
  return "only " + std::to_string(*free >> 20U) + " MB are free for " + path;
}

std::optional<std::uint64_t> free_bytes(const std::string& path) {
  struct statvfs status = {};
  if (::statvfs(folder_of(path).c_str(), &status) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace evenhand
