#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// A question of TruthfulQA with all of its answers.
struct TruthfulQuestion {
  std::string question;
  std::string category;
  std::vector<std::string> right;  // the best first
  std::vector<std::string> wrong;
  SourcePlace place = {};
};

/// Reads TruthfulQA's files: its CSV (lists with "; " between), and as JSON lines or a JSON list
/// Hugging Face's `generation` rows (correct_answers and incorrect_answers are lists), its
/// `multiple_choice` rows (mc2_targets: choices and labels) and upstream's mc_task.json
/// (mc2_targets: answers to 1 or 0). Answers end with a full stop, as upstream has them, but for
/// those of targets, which are taken as they are. The best answer is the file's, where it names one
/// (best_answer, mc1_targets), else the first. Errors with place: a row without a question or
/// without answers of either sort.
Result<std::vector<TruthfulQuestion>> read_truthful_questions(const FileSystem& files,
                                                              const std::string& path);

}  // namespace evenhand
