#include "store/spill_file.h"

#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/text.h"
#include "store/open_file.h"

namespace evenhand {
namespace {

constexpr std::string_view kFirstLine = "evenhand spill 1\n";
constexpr std::size_t kHexDigits = 64;
// Replies in flight when a disk fills up are thousands at most, of a few kB each.
constexpr off_t kMaxSpillFile = off_t{1} << 31;

/// "<size> <SHA-256>\n<record>\n"; the digest tells a torn record from a whole one.
std::string framed(const EndedAttempt& attempt) {
  const std::string record = to_record(attempt);
  return std::to_string(record.size()) + " " + sha256(record).text + "\n" + record + "\n";
}

/// Takes one frame off the front; nullopt when there is no whole one.
std::optional<EndedAttempt> take_frame(std::string_view& bytes) {
  const std::size_t line_end = bytes.find('\n');
  if (line_end == std::string_view::npos || line_end < kHexDigits + 2) return std::nullopt;
  const std::string_view line = bytes.substr(0, line_end);
  if (line[line_end - kHexDigits - 1] != ' ') return std::nullopt;
  const std::optional<long long> size = parse_integer(line.substr(0, line_end - kHexDigits - 1));
  const std::string_view rest = bytes.substr(line_end + 1);
  if (!size || *size < 0 || static_cast<std::size_t>(*size) >= rest.size()) return std::nullopt;
  const std::string_view record = rest.substr(0, static_cast<std::size_t>(*size));
  if (sha256(record).text != line.substr(line_end - kHexDigits)) return std::nullopt;
  bytes = rest.substr(record.size() + 1);
  return from_record(record);
}

Result<void> append(const std::string& path, std::string_view frames) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const OpenFile file(::open(path.c_str(), kFlags, 0600));
  if (file.get() < 0) return io_error("write", path);
  struct stat before = {};
  if (::fstat(file.get(), &before) != 0) return io_error("write", path);
  const bool is_new = before.st_size == 0;
  const bool written = (!is_new || write_whole(file, kFirstLine)) && write_whole(file, frames) &&
                       ::fsync(file.get()) == 0;
  if (written) return is_new ? sync_folder_of(path) : Result<void>();
  Error failed = io_error("write", path);
  // Half a record would hide the whole ones that are appended later.
  if (::ftruncate(file.get(), before.st_size) != 0) failed.what += "; it ends in half a record";
  return failed;
}

Result<std::string> contents_of(const OpenFile& file, const std::string& path) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return io_error("read", path);
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) {
    return Error{.kind = ErrorKind::io_failed,
                 .what = "cannot read " + path + ": it is not a file of this user"};
  }
  if (status.st_size > kMaxSpillFile) {
    return Error{.kind = ErrorKind::io_failed, .what = "cannot read " + path + ": it is too large"};
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace

std::vector<std::string> spill_paths(const std::string& store_path,
                                     const std::string& fallback_folder) {
  std::error_code failed;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(store_path, failed);
  const std::string name = failed ? store_path : whole.string();
  constexpr std::size_t kEnoughDigits = 16;
  return {store_path + ".spill",
          fallback_folder + "/evenhand-" + sha256(name).text.substr(0, kEnoughDigits) + ".spill"};
}

Result<std::string> spill(std::span<const std::string> paths, std::span<const EndedAttempt> ended) {
  std::string frames;
  for (const EndedAttempt& attempt : ended) frames += framed(attempt);
  std::string reasons;
  for (const std::string& path : paths) {
    const auto appended = append(path, frames);
    if (appended) return path;
    reasons += (reasons.empty() ? "" : "; ") + appended.error().what;
  }
  return Error{.kind = ErrorKind::io_failed, .what = reasons};
}

Result<SpilledAttempts> read_spill(const std::string& path) {
  SpilledAttempts spilled;
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0 && errno == ENOENT) return spilled;
  if (file.get() < 0) return io_error("read", path);
  EVENHAND_TRY(const std::string contents, contents_of(file, path));
  std::string_view rest = contents;
  if (!rest.starts_with(kFirstLine)) {
    spilled.damaged = true;
    return spilled;
  }
  rest.remove_prefix(kFirstLine.size());
  while (!rest.empty() && !spilled.damaged) {
    std::optional<EndedAttempt> attempt = take_frame(rest);
    spilled.damaged = !attempt;
    if (attempt) spilled.attempts.push_back(std::move(*attempt));
  }
  return spilled;
}

}  // namespace evenhand
