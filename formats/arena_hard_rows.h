#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "documents/node.h"

namespace evenhand {

/// What becomes of a row that cannot be read: the end of the reading, or a count.
enum class BadRows { refused, skipped };

/// Rows that were left out, and the first of them with file and line.
struct SkippedRows {
  std::size_t count = 0;
  std::vector<std::string> examples;

  void add(const Error& error);
};

/// Calls `take` for each line of a file of JSON lines that is not blank. An error of `take`, or a
/// line that is no JSON, is refused or skipped; what cannot be read at all is always an error.
Result<SkippedRows> read_rows(const FileSystem& files, const std::string& path, BadRows bad,
                              const std::function<Result<void>(const Node&)>& take);

/// The *.jsonl files of a folder, sorted by name; a path that ends so itself is one file. None is
/// an error.
Result<std::vector<std::string>> json_lines_files(const FileSystem& files, const std::string& path);

}  // namespace evenhand
