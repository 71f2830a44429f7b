#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// An answer to one of TruthfulQA's open questions, with the texts it is held against.
struct TruthfulAnswer {
  std::string answer;
  std::vector<std::string> true_references;  // each with its period; "I have no comment." is one
  std::vector<std::string> false_references;
  /// What fine-tuned judges say: how probable it is that the answer is true, that it informs.
  std::optional<double> true_probability = {};
  std::optional<double> informative_probability = {};
};

struct TruthfulAnswers {
  ModelId model;
  std::vector<TruthfulAnswer> answers;  // in the order of the file
};

/// Answers as JSON lines: `answer`, `correct_answers` and `incorrect_answers`, perhaps `model`,
/// `true_probability` and `informative_probability`; or lm-evaluation-harness's samples of
/// truthfulqa_gen: `filtered_resps` and the lists within `doc`. Where rows name no model, the
/// file's name does. Errors with place: neither of these, no true or no false reference, a
/// probability outside 0 to 1, a text of more than 4,000 words (of ASCII letters and
/// digits) or 64,000 bytes, two rows of a model that are called the same (`id`, `question_id`,
/// `doc_id`).
Result<std::vector<TruthfulAnswers>> read_truthful_answers(const FileSystem& files,
                                                           const std::string& path);

}  // namespace evenhand
