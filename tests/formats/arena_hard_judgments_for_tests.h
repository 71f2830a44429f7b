#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "formats/arena_hard_judgments.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {

/// What a file of judgments holds, which must be whole.
inline std::vector<ArenaHardJudgment> judgments_in(const std::string& contents) {
  MemoryFileSystem files;
  files.files["j.jsonl"] = contents;
  std::vector<ArenaHardJudgment> judgments;
  const auto read = read_arena_hard_judgments(files, "j.jsonl", BadRows::refused,
                                              [&](ArenaHardJudgment judgment) {
                                                judgments.push_back(std::move(judgment));
                                                return Result<void>();
                                              });
  EXPECT_TRUE(read) << to_text(read.error());
  return judgments;
}

}  // namespace evenhand
