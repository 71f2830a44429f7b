#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace evenhand {

/// A file descriptor that closes itself; negative when opening failed.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// "cannot <doing> <path>: <what errno says>".
Error io_error(const std::string& doing, const std::string& path);

/// False with errno set when not all could be written.
bool write_whole(const OpenFile& file, std::string_view bytes);

/// Makes a new name in the folder of this path survive a power cut.
Result<void> sync_folder_of(const std::string& path);

/// The folder a path lies in; "." for a bare name.
std::string folder_of(const std::string& path);

}  // namespace evenhand
