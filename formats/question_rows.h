#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "documents/readers.h"

namespace evenhand {

/// The questions of a file with a JSON object a line, each read by `read_question` into something
/// with an `id` and the `line` where it stands. Errors: those of the file and of the reader, an id
/// that comes twice, no question at all.
template <class Question>
Result<std::vector<Question>> read_question_rows(const FileSystem& files, const std::string& path,
                                                 Result<Question> (*read_question)(const Node&)) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::vector<Question> all;
  std::map<std::string, int> line_of_id;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(Question question, read_question(row));
    const auto [known, is_new] = line_of_id.emplace(question.id, question.line);
    if (!is_new) {
      return error_at(row, "two questions are called '" + question.id + "'",
                      "the first is in line " + std::to_string(known->second));
    }
    all.push_back(std::move(question));
    return {};
  }));
  if (all.empty()) return Error{.what = "no questions", .place = SourcePlace{.file = path}};
  return all;
}

}  // namespace evenhand
