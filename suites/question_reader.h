#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/question.h"

namespace evenhand {

/// Reads questions.jsonl, strictly. Ids are unique, turns are not blank, references (where there
/// are any) are as many as turns; texts are valid UTF-8.
Result<std::vector<Question>> read_questions(const FileSystem& files, const std::string& path);

/// Replaces reference answers by those of an errata file: lines of {id, references, reason}.
Result<void> apply_errata(const FileSystem& files, const std::string& path,
                          std::vector<Question>& questions);

}  // namespace evenhand
