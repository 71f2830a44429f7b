#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/put_text.h"
#include "base/result.h"

namespace evenhand {

/// A file, a block at a time.
class BlockSource {
 public:
  virtual ~BlockSource() = default;

  /// Good until the next call; empty at the end.
  virtual Result<std::string_view> next() = 0;
};

/// Files, as few verbs as the program needs. Tests use MemoryFileSystem.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// The whole contents. Refuses what is not a regular file and what is larger than `max_bytes`.
  virtual Result<std::string> read(const std::string& path, std::size_t max_bytes) const = 0;

  /// For files larger than memory. Refuses what is not a regular file.
  virtual Result<std::unique_ptr<BlockSource>> open(const std::string& path) const;

  /// Like read(), for the file `name` of a folder that is not trusted: links are followed, but not
  /// out of the folder.
  virtual Result<std::string> read_within(const std::string& folder, const std::string& name,
                                          std::size_t max_bytes) const;

  /// Readers see the old contents or the new, never a part: written aside in the same folder,
  /// synced, then renamed. Makes missing folders. Of several writers at once, in containers of one
  /// folder as well, one has the last word, and its contents are whole. What processes that were
  /// killed meanwhile have left aside of this file goes.
  virtual Result<void> replace(const std::string& path, std::string_view contents) = 0;

  /// Hands over the parts of a new file, in their order; its own error ends the writing.
  using WriteParts = std::function<Result<void>(const PutText& put)>;

  /// Like replace(), for contents larger than memory. An error leaves the old contents.
  virtual Result<void> replace_in_parts(const std::string& path, const WriteParts& write);

  /// Finds out beforehand whether replace() could write that file, by making the missing folders
  /// and the file aside as it does. Takes them away again, and leaves what was there as it was.
  virtual Result<void> try_to_replace(const std::string& path);

  /// Names within the folder, sorted, so that no run depends on the disk's order.
  virtual Result<std::vector<std::string>> list(const std::string& folder) const = 0;

  virtual bool exists(const std::string& path) const = 0;
};

// Larger than any suite or answers file seen in the field, small enough to fit in memory.
inline constexpr std::size_t kMaxDataFile = std::size_t{2} << 30;
// Nobody writes 10 MB of settings by hand.
inline constexpr std::size_t kMaxSettingsFile = std::size_t{10} << 20;

class DiskFileSystem : public FileSystem {
 public:
  Result<std::string> read(const std::string& path, std::size_t max_bytes) const override;
  Result<std::unique_ptr<BlockSource>> open(const std::string& path) const override;
  Result<std::string> read_within(const std::string& folder, const std::string& name,
                                  std::size_t max_bytes) const override;
  Result<void> replace(const std::string& path, std::string_view contents) override;
  Result<void> replace_in_parts(const std::string& path, const WriteParts& write) override;
  Result<void> try_to_replace(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  bool exists(const std::string& path) const override;
};

}  // namespace evenhand
