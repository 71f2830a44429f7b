#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// The log probabilities of a question's answers, each summed over its tokens; the best true answer
/// first. Finite, and at least one of either sort.
struct TruthfulLogprobs {
  std::vector<double> of_true;
  std::vector<double> of_false;
  bool has_all_true = true;  // false: only the best, as MC1 asks for, so there is no MC2 and no MC3
  std::string id = {};       // of its row, or the harness's `doc_id`; empty: the row has none
  int line = 0;
};

struct TruthfulModel {
  ModelId model;
  std::vector<TruthfulLogprobs> questions;  // in the order of the file
};

/// TruthfulQA's multiple choice by probability, JSON lines, a row a question: `true_logprobs` and
/// `false_logprobs`, perhaps `model` and `id`; or lm-evaluation-harness's samples of truthfulqa_mc2
/// (or mc1): `filtered_resps`, pairs of a log probability and a flag, and the labels of `doc`'s
/// targets. Where rows name no model, the file's name does. Errors with place: neither of these, no
/// true or no false answer, labels that do not match the replies, a number that is none,
/// two rows of a model that are called the same.
Result<std::vector<TruthfulModel>> read_truthful_logprobs(const FileSystem& files,
                                                          const std::string& path);

}  // namespace evenhand
