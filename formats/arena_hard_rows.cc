#include "formats/arena_hard_rows.h"

#include <filesystem>
#include <string_view>

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::string_view kEnding = ".jsonl";

/// Line by line, so that one that is broken does not hide those behind it.
SkippedRows skip_through(std::string_view contents, const std::string& path,
                         const std::function<Result<void>(const Node&)>& take) {
  SkippedRows skipped;
  int number = 0;
  while (!contents.empty()) {
    ++number;
    const std::size_t end = contents.find('\n');
    const std::string_view line = contents.substr(0, end);
    contents.remove_prefix(end == std::string_view::npos ? contents.size() : end + 1);
    auto done = read_json_lines(line, path, take);
    if (done) continue;
    if (done.error().place) done.error().place->line = number;
    skipped.add(done.error());
  }
  return skipped;
}

}  // namespace

void SkippedRows::add(const Error& error) {
  constexpr std::size_t kMostExamples = 3;
  ++count;
  if (examples.size() >= kMostExamples) return;
  const std::string where =
      error.place ? error.place->file + ":" + std::to_string(error.place->line) + ": " : "";
  examples.push_back(where + error.what);
}

Result<SkippedRows> read_rows(const FileSystem& files, const std::string& path, BadRows bad,
                              const std::function<Result<void>(const Node&)>& take) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  switch (bad) {
    case BadRows::skipped: return skip_through(contents, path, take);
    case BadRows::refused: break;
  }
  EVENHAND_OK(read_json_lines(contents, path, take));
  return SkippedRows{};
}

Result<std::vector<std::string>> json_lines_files(const FileSystem& files,
                                                  const std::string& path) {
  if (path.ends_with(kEnding)) return std::vector<std::string>{path};
  EVENHAND_TRY(const std::vector<std::string> names, files.list(path));
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    if (name.ends_with(kEnding)) paths.push_back((std::filesystem::path(path) / name).string());
  }
  if (paths.empty()) {
    return Error{.kind = ErrorKind::not_found,
                 .what = "no *.jsonl in " + path,
                 .hint = "name the folder that holds the files of the models"};
  }
  return paths;
}

}  // namespace evenhand
