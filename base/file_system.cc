#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

Error io_error(const std::string& path, const std::string& doing) {
  const int code = errno;
  const ErrorKind kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::io_failed;
  return {.kind = kind,
          .what = "cannot " + doing + " " + path + ": " + std::generic_category().message(code)};
}

/// A file descriptor that closes itself.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<void> write_all(const OpenFile& file, const std::string& path, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(file.get(), contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error(path, "write");
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync_folder(const std::string& folder) {
  const OpenFile handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() < 0) return io_error(folder, "open");
  // Some file systems cannot sync a folder and say EINVAL; the rename itself has happened.
  if (::fsync(handle.get()) != 0 && errno != EINVAL) return io_error(folder, "sync");
  return {};
}

Result<void> write_and_sync(const std::string& path, std::string_view contents) {
  const OpenFile file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return io_error(path, "write");
  EVENHAND_OK(write_all(file, path, contents));
  if (::fsync(file.get()) != 0) return io_error(path, "sync");
  return {};
}

}  // namespace

Result<std::string> FileSystem::read_within(const std::string& folder, const std::string& name,
                                            std::size_t max_bytes) const {
  return read((fs::path(folder) / name).string(), max_bytes);
}

Result<std::string> DiskFileSystem::read_within(const std::string& folder, const std::string& name,
                                                std::size_t max_bytes) const {
  const std::string path = (fs::path(folder) / name).string();
  std::error_code failed;
  const fs::path root = fs::canonical(folder, failed);
  const fs::path target = failed ? fs::path() : fs::canonical(path, failed);
  if (failed) {
    const bool absent = failed == std::errc::no_such_file_or_directory;
    return Error{.kind = absent ? ErrorKind::not_found : ErrorKind::io_failed,
                 .what = "cannot read " + path + ": " + failed.message()};
  }
  const auto parted = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  if (parted.first != root.end()) {
    return Error{.what =
                     "cannot read " + path + ": it leads out of its folder, to " + target.string()};
  }
  return read(target.string(), max_bytes);
}

Result<void> FileSystem::read_blocks(const std::string& path, const TakeBlock& take) const {
  EVENHAND_TRY(const std::string contents, read(path, kMaxDataFile));
  return take(contents);
}

Result<void> DiskFileSystem::read_blocks(const std::string& path, const TakeBlock& take) const {
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang.
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return io_error(path, "read");
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return io_error(path, "read");
  if (!S_ISREG(status.st_mode)) {
    return Error{.kind = ErrorKind::bad_input, .what = "cannot read " + path + ": not a file"};
  }
  std::string block(std::size_t{1} << 16U, '\0');
  while (true) {
    const ssize_t got = ::read(file.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(path, "read");
    if (got == 0) return {};
    EVENHAND_OK(take(std::string_view(block).substr(0, static_cast<std::size_t>(got))));
  }
}

Result<std::string> DiskFileSystem::read(const std::string& path, std::size_t max_bytes) const {
  std::string contents;
  EVENHAND_OK(read_blocks(path, [&](std::string_view block) -> Result<void> {
    contents += block;
    if (contents.size() <= max_bytes) return {};
    return Error{.kind = ErrorKind::bad_input,
                 .what = path + " is larger than " + std::to_string(max_bytes) + " bytes"};
  }));
  return contents;
}

Result<void> DiskFileSystem::replace(const std::string& path, std::string_view contents) {
  const std::string folder =
      fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : std::string(".");
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = "cannot make folder " + folder + ": " + failed.message()};
  }
  const std::string aside = path + ".new-" + std::to_string(::getpid());
  if (auto written = write_and_sync(aside, contents); !written) {
    ::unlink(aside.c_str());
    return written;
  }
  if (::rename(aside.c_str(), path.c_str()) != 0) {
    Error error = io_error(path, "replace");
    ::unlink(aside.c_str());
    return error;
  }
  return sync_folder(folder);
}

Result<std::vector<std::string>> DiskFileSystem::list(const std::string& folder) const {
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    names.push_back(at->path().filename().string());
  }
  if (failed) {
    const bool absent = failed == std::errc::no_such_file_or_directory;
    return Error{.kind = absent ? ErrorKind::not_found : ErrorKind::io_failed,
                 .what = "cannot list " + folder + ": " + failed.message()};
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool DiskFileSystem::exists(const std::string& path) const {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

}  // namespace evenhand
