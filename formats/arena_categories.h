#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "documents/node.h"

namespace evenhand {

/// What a classifier's reply says of a prompt.
struct CategoryLabels {
  Node labels;           // a map, such as {math: true}
  bool is_read = false;  // false: the reply says nothing, and the labels are all no or null
};

/// Reads a reply of one of Chatbot Arena's classifiers as FastChat does. Tasks: criteria_v0.1 (a
/// list of numbers from 1 to 7, "[1, 3]", one blank behind each comma), if_v0.1
/// (<score>4</score>; `if` from 4 on), creative_writing_v0.1 and any other `<label>_v0.1`
/// (<decision>yes</decision>). Of several different lists, scores or decisions none counts.
CategoryLabels read_category_reply(std::string_view task, std::string_view reply);

/// Labels of conversations, by id: a map of tasks to their labels, as battles have it.
struct CategoryTags {
  std::map<std::string, Node::Map> of;
  std::size_t unread = 0;  // replies that say nothing and so label nothing
};

/// Adds the replies of a file, JSON a line: {question_id, judgment}. Errors, with file and line:
/// broken JSON, a field missing, an id that came before for this task.
Result<void> add_category_tags(const FileSystem& files, const std::string& path,
                               const std::string& task, CategoryTags& tags);

}  // namespace evenhand
