#include "store/store_lock.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include "base/text.h"

namespace evenhand {
namespace {

// Four short lines; longer contents are not ours and not shown.
constexpr std::size_t kMaxLockFile = 4096;

std::string date_text(Clock::Wall when) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  std::tm parts = {};
  std::array<char, 64> text{};
  ::gmtime_r(&seconds, &parts);
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts);
  return {text.data(), size};
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// One printable line, whatever lies in the file.
std::string plain(std::string_view text) {
  std::string shown = valid_utf8(trimmed(text));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7f) c = ' ';
  }
  return shown;
}

Error in_use(const std::string& store_path, const OpenFile& file) {
  std::string contents(kMaxLockFile, '\0');
  const ssize_t got = ::pread(file.get(), contents.data(), contents.size(), 0);
  contents.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  const std::vector<std::string> lines = split(contents, '\n');
  std::string holder = "another process";  // it has not written its name yet
  if (lines.size() >= 4) {
    holder = "process " + plain(lines[0]) + " on " + plain(lines[1]) + " since " + plain(lines[2]) +
             " (run '" + plain(lines[3]) + "')";
  }
  return {.kind = ErrorKind::io_failed,
          .what = "store " + store_path + " is in use by " + holder,
          .hint = "wait for it to end, or give this run another file with --store"};
}

struct flock whole_file_lock() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<StoreLock> StoreLock::take(const std::string& store_path, const std::string& run,
                                  const Clock& clock) {
  const std::string path = store_path + ".lock";
  OpenFile file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file.get() < 0) return io_error("open lock file", path);
  // Of the open file, not of the process: two stores in one process exclude each other as well.
  struct flock lock = whole_file_lock();
  if (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
    if (errno == EAGAIN || errno == EACCES) return in_use(store_path, file);
    return io_error("lock", path);
  }
  const std::string words = std::to_string(::getpid()) + "\n" + host_name() + "\n" +
                            date_text(clock.now()) + "\n" + plain(run) + "\n";
  if (::ftruncate(file.get(), 0) != 0 || !write_whole(file, words)) {
    return io_error("write lock file", path);
  }
  return StoreLock(std::move(file));
}

}  // namespace evenhand
