#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/question.h"

namespace evenhand {

/// Reads questions.jsonl, strictly. Ids are unique, turns are not blank, references (where there
/// are any) are as many as turns; texts are valid UTF-8. `name` is a file of the suite's folder.
Result<std::vector<Question>> read_questions(const FileSystem& files, const std::string& folder,
                                             const std::string& name);

/// Replaces reference answers by those of an errata file of the suite's folder: lines of
/// {id, references, reason}, one at most for each question.
Result<void> apply_errata(const FileSystem& files, const std::string& folder,
                          const std::string& name, std::vector<Question>& questions);

}  // namespace evenhand
