#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// FastChat's words to judges as template files of ours (docs/protocols.md), for a suite's folder.
struct ImportedPrompts {
  std::map<std::string, std::string> files;         // relative name to contents
  std::map<std::string, std::string> file_of_name;  // "pairwise-turns" to "prompts/..."
  std::vector<std::string> remarks;
};

/// Reads FastChat's judge_prompts.jsonl. The eight prompts that FastChat judges MT-Bench with
/// become the templates of `graded` and `pairwise`; others are left out and told of. Words are
/// taken over byte for byte; each file says the SHA-256 of what it was made from.
///
/// Errors: a prompt that Python's str.format would refuse, or that asks for a conversion such as
/// {answer!r}; a line that our templates would take for the begin of a message.
Result<ImportedPrompts> import_judge_prompts(const FileSystem& files, const std::string& path);

}  // namespace evenhand
