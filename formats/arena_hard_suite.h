#pragma once

#include <optional>
#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// Which of Arena-Hard's files there are, by path.
struct ArenaHardFiles {
  std::string questions;                        // question.jsonl of either version
  std::optional<std::string> answers = {};      // folder model_answer, with those of the baselines
  std::string version;                          // "v0.1" or "v2.0"; empty: by the first question
  std::optional<std::string> judge_words = {};  // a template file that comes in place of the usual
};

/// Makes a suite with the protocol pairwise_five from Arena-Hard's questions, which keep their ids
/// and categories. With `answers` each category gets the baseline that upstream compares with in
/// it. A baseline whose answers are not there is told of in a remark, and its category has none.
Result<ImportedSuite> import_arena_hard(const FileSystem& files, const ArenaHardFiles& from);

}  // namespace evenhand
