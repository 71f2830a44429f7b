#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"

namespace evenhand {

/// Files in a map from path to contents, and a memory of which were read.
class MemoryFileSystem : public FileSystem {
 public:
  std::map<std::string, std::string> files;
  mutable std::vector<std::string> files_read;

  Result<std::string> read(const std::string& path, std::size_t max_bytes) const override {
    {
      const std::lock_guard lock(*mutex_);
      files_read.push_back(path);
    }
    const auto found = files.find(path);
    if (found == files.end()) {
      return Error{.kind = ErrorKind::not_found,
                   .what = "cannot read " + path + ": No such file or directory"};
    }
    if (found->second.size() > max_bytes) return Error{.what = path + " is too large"};
    return found->second;
  }

  Result<void> replace(const std::string& path, std::string_view contents) override {
    files[path] = contents;
    return {};
  }

  Result<std::vector<std::string>> list(const std::string& folder) const override {
    std::set<std::string> names;
    const std::string prefix = folder + "/";
    for (const auto& [path, contents] : files) {
      if (!path.starts_with(prefix)) continue;
      const std::string rest = path.substr(prefix.size());
      names.insert(rest.substr(0, rest.find('/')));
    }
    if (names.empty()) {
      return Error{.kind = ErrorKind::not_found, .what = "cannot list " + folder};
    }
    return std::vector<std::string>(names.begin(), names.end());
  }

  bool exists(const std::string& path) const override {
    if (files.contains(path)) return true;
    const auto within = files.lower_bound(path + "/");
    return within != files.end() && within->first.starts_with(path + "/");
  }

 private:
  // Files may be read from several threads, as on a disk. On the heap: a test may return one.
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

}  // namespace evenhand
