#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
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
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&&) = delete;

  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

class DiskBlocks : public BlockSource {
 public:
  DiskBlocks(std::string path, int descriptor) : path_(std::move(path)), file_(descriptor) {}

  Result<void> check() const {
    struct stat status = {};
    if (file_.get() < 0 || ::fstat(file_.get(), &status) != 0) return io_error(path_, "read");
    if (S_ISREG(status.st_mode)) return {};
    return Error{.kind = ErrorKind::bad_input, .what = "cannot read " + path_ + ": not a file"};
  }

  Result<std::string_view> next() override {
    ssize_t got = -1;
    do {
      got = ::read(file_.get(), block_.data(), block_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) return io_error(path_, "read");
    return std::string_view(block_).substr(0, static_cast<std::size_t>(got));
  }

 private:
  std::string path_;
  OpenFile file_;
  std::string block_ = std::string(std::size_t{1} << 16U, '\0');
};

/// What was read whole.
class OneBlock : public BlockSource {
 public:
  explicit OneBlock(std::string contents) : contents_(std::move(contents)) {}

  Result<std::string_view> next() override {
    if (std::exchange(is_taken_, true)) return std::string_view();
    return std::string_view(contents_);
  }

 private:
  std::string contents_;
  bool is_taken_ = false;
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

constexpr std::string_view kAside = ".new-";  // then the writer's process id
constexpr int kNames = 100;                   // for writers of one file that have one id

/// "X.new-7", then "X.new-7-1" ...: in two containers processes may have the same id.
std::string aside_of(const std::string& path, long long process, long long number) {
  const std::string name = path + std::string(kAside) + std::to_string(process);
  return number == 0 ? name : name + "-" + std::to_string(number);
}

/// A file that is written aside, under a lock: it tells others that a process is at it, one in
/// another container or on another host as well, whose id means nothing here. Who has the lock
/// alone truncates, renames and removes the file.
struct Aside {
  std::string path;
  OpenFile file;
};

/// Is it a plain file, still there under that name and no other? Until it was locked, another
/// writer may have renamed it, or removed it as a leftover.
bool is_plain_file_at(const OpenFile& file, const std::string& path) {
  struct stat opened = {};
  struct stat named = {};
  return ::fstat(file.get(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino &&
         S_ISREG(opened.st_mode) && opened.st_nlink <= 1;
}

/// After open() failed: because of what is there under the name, a link, a folder, a pipe, the
/// file of another user?
bool is_in_the_way(const std::string& path) {
  const int code = errno;
  struct stat status = {};
  const bool is_foreign = code == EACCES && ::lstat(path.c_str(), &status) == 0;
  errno = code;
  return is_foreign || code == ELOOP || code == EISDIR || code == ENXIO;
}

/// Empty and locked. Where a file system has no locks, names alone keep writers apart.
Result<Aside> open_aside(const std::string& path) {
  for (int number = 0; number < kNames; ++number) {
    const std::string name = aside_of(path, ::getpid(), number);
    // Not truncated before it is known whose it is. O_NONBLOCK: a pipe must not hang.
    constexpr int kFlags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    OpenFile file(::open(name.c_str(), kFlags, 0644));
    if (file.get() < 0) {
      if (is_in_the_way(name)) continue;
      return io_error(name, "write");
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) continue;
    if (!is_plain_file_at(file, name)) continue;
    if (::ftruncate(file.get(), 0) != 0) return io_error(name, "write");
    return Aside{.path = name, .file = std::move(file)};
  }
  return Error{.kind = ErrorKind::io_failed,
               .what = "cannot write " + path + ": the names from " +
                       aside_of(path, ::getpid(), 0) + " to " +
                       aside_of(path, ::getpid(), kNames - 1) + " are taken"};
}

std::string folder_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

Result<void> make_folders(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) return {};
  const bool vanished = failed == std::errc::no_such_file_or_directory;
  return Error{.kind = vanished ? ErrorKind::not_found : ErrorKind::io_failed,
               .what = "cannot make folder " + folder + ": " + failed.message()};
}

/// Makes missing folders. A process that only tries takes those that it made away again, perhaps
/// after they were seen here and before the file is in them: then they are made anew.
Result<Aside> open_aside_in_folder(const std::string& path) {
  constexpr int kTries = 10;
  for (int left = kTries; true; --left) {
    const Result<void> made = make_folders(folder_of(path));
    Result<Aside> aside = made ? open_aside(path) : Result<Aside>(made.error());
    const bool vanished = !aside && aside.error().kind == ErrorKind::not_found;
    if (!vanished || left == 0) return aside;
  }
}

/// The folders of a path that are not there, the innermost first.
std::vector<fs::path> missing_folders(const std::string& path) {
  std::vector<fs::path> missing;
  std::error_code failed;
  for (fs::path folder = folder_of(path); !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(fs::symlink_status(folder, failed)) || folder == folder.parent_path()) break;
    missing.push_back(folder);
  }
  return missing;
}

/// Written, synced, renamed.
Result<void> write_and_rename(const Aside& aside, const std::string& path,
                              const FileSystem::WriteParts& write) {
  EVENHAND_OK(
      write([&](std::string_view part) { return write_all(aside.file, aside.path, part); }));
  if (::fsync(aside.file.get()) != 0) return io_error(aside.path, "sync");
  if (::rename(aside.path.c_str(), path.c_str()) != 0) return io_error(path, "replace");
  return {};
}

/// The process that wrote `name` aside of the file `replaced`; nullopt: it is another file.
std::optional<pid_t> writer_of(const std::string& name, const std::string& replaced) {
  const std::string start = replaced + std::string(kAside);
  if (!name.starts_with(start)) return std::nullopt;
  const std::string_view rest = std::string_view(name).substr(start.size());
  const std::size_t dash = rest.find('-', 1);
  const auto process = parse_integer(rest.substr(0, dash));
  const auto number = dash == rest.npos ? 0 : parse_integer(rest.substr(dash + 1));
  const bool possible = process && *process > 0 && *process <= std::numeric_limits<pid_t>::max() &&
                        number && *number >= 0 && *number < kNames &&
                        name == aside_of(replaced, *process, *number);
  if (!possible) return std::nullopt;
  return static_cast<pid_t>(*process);
}

/// Removes our own plain file that nobody writes to. What has this process's id is its other
/// thread's, which has the lock, or was left by one of the same id in another container.
void remove_if_abandoned(const std::string& path, pid_t writer) {
  if (writer != ::getpid() && (::kill(writer, 0) == 0 || errno != ESRCH)) return;
  const OpenFile file(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status = {};
  const bool is_ours =
      file.get() >= 0 && ::fstat(file.get(), &status) == 0 && status.st_uid == ::geteuid();
  if (!is_ours || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
  if (is_plain_file_at(file, path)) ::unlink(path.c_str());
}

/// Nothing depends on it: what cannot be removed stays.
void remove_leftovers(const fs::path& folder, const std::string& replaced) {
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const auto writer = writer_of(at->path().filename().string(), replaced);
    if (writer) remove_if_abandoned(at->path().string(), *writer);
  }
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

Result<std::unique_ptr<BlockSource>> FileSystem::open(const std::string& path) const {
  EVENHAND_TRY(std::string contents, read(path, kMaxDataFile));
  return std::unique_ptr<BlockSource>(std::make_unique<OneBlock>(std::move(contents)));
}

Result<std::unique_ptr<BlockSource>> DiskFileSystem::open(const std::string& path) const {
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang.
  auto source =
      std::make_unique<DiskBlocks>(path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  EVENHAND_OK(source->check());
  return std::unique_ptr<BlockSource>(std::move(source));
}

Result<std::string> DiskFileSystem::read(const std::string& path, std::size_t max_bytes) const {
  std::string contents;
  EVENHAND_TRY(const auto blocks, open(path));
  while (true) {
    EVENHAND_TRY(const std::string_view block, blocks->next());
    if (block.empty()) return contents;
    contents += block;
    if (contents.size() <= max_bytes) continue;
    return Error{.kind = ErrorKind::bad_input,
                 .what = path + " is larger than " + std::to_string(max_bytes) + " bytes"};
  }
}

Result<void> FileSystem::replace_in_parts(const std::string& path, const WriteParts& write) {
  std::string contents;
  EVENHAND_OK(write([&](std::string_view part) -> Result<void> {
    contents += part;
    return {};
  }));
  return replace(path, contents);
}

Result<void> DiskFileSystem::replace(const std::string& path, std::string_view contents) {
  return replace_in_parts(path, [&](const PutText& put) { return put(contents); });
}

Result<void> DiskFileSystem::replace_in_parts(const std::string& path, const WriteParts& write) {
  {
    EVENHAND_TRY(const Aside aside, open_aside_in_folder(path));
    if (auto written = write_and_rename(aside, path, write); !written) {
      ::unlink(aside.path.c_str());
      return written;
    }
  }
  remove_leftovers(folder_of(path), fs::path(path).filename().string());
  return sync_folder(folder_of(path));
}

Result<void> FileSystem::try_to_replace(const std::string&) { return {}; }

Result<void> DiskFileSystem::try_to_replace(const std::string& path) {
  const std::vector<fs::path> missing = missing_folders(path);
  Result<void> tried;
  if (auto aside = open_aside_in_folder(path); aside) {
    tried = write_all(aside->file, aside->path, ".");
    ::unlink(aside->path.c_str());
  } else {
    tried = std::move(aside.error());
  }
  for (const fs::path& folder : missing) ::rmdir(folder.c_str());  // another's file may be in it
  std::error_code failed;
  if (tried && fs::is_directory(path, failed)) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = "cannot replace " + path + ": Is a directory"};
  }
  return tried;
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
