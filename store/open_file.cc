#include "store/open_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace evenhand {

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error io_error(const std::string& doing, const std::string& path) {
  const std::string reason = std::generic_category().message(errno);
  return {.kind = ErrorKind::io_failed, .what = "cannot " + doing + " " + path + ": " + reason};
}

bool write_whole(const OpenFile& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> sync_folder_of(const std::string& path) {
  const std::string folder = folder_of(path);
  const OpenFile handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() < 0) return io_error("open folder", folder);
  // Some file systems cannot sync a folder and say EINVAL; the name itself is there.
  if (::fsync(handle.get()) != 0 && errno != EINVAL) return io_error("sync folder", folder);
  return {};
}

std::string folder_of(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace evenhand
