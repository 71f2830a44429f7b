#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// A question of EQ-Bench's file: the labels of its four emotions and how intense they are.
struct EqBenchQuestion {
  QuestionId id;
  std::string prompt;  // with first pass, critique and revised scores
  std::vector<std::string> labels;
  std::vector<double> full_scale;  // version 2: 0 to 10 each; in the order of the labels
  std::vector<double> normalised;  // version 1: scaled to a sum of about 10; empty: not in the file
  int line = 0;
};

/// eq_bench_v2_questions_171.json and its relatives: an object of id to question, in their order.
/// Errors with place: no object, no prompt, a key with other than four emotions, an intensity
/// outside 0 to 10, an emotion twice, two keys that name different emotions.
Result<std::vector<EqBenchQuestion>> read_eq_bench_questions(const FileSystem& files,
                                                             const std::string& path);

}  // namespace evenhand
