#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// What a model made of one subject's questions.
struct MmluSubjectCount {
  std::string subject;
  std::size_t questions = 0;
  std::size_t right = 0;
  std::size_t invalid = 0;  // replies that choose nothing; not right
  // Of these, what was said to excluded questions.
  std::size_t excluded = 0;
  std::size_t excluded_right = 0;
  std::size_t excluded_invalid = 0;
};

struct MmluPredictions {
  ModelId model;
  std::vector<MmluSubjectCount> subjects;  // by name, each with at least one question
  std::string first_question = {};         // "subject/id"; empty where rows have no id
};

/// Predictions on MMLU that exist already, in the order of their models. One of:
///
/// - CSV with a header, or JSON lines, a row a question: `subject`, and either `correct` (1 or 0,
///   true or false) or `prediction` and `answer`, letters or places from 0; `model` and `id` where
///   there are any. A prediction that is neither letter nor place is invalid.
/// - the same, a row a subject: `subject`, `correct` and `questions` (or `n`), perhaps `invalid`;
/// - lines of lm-evaluation-harness's samples: `doc` with `subject`, `doc_id`, and `acc` or
///   `exact_match`; two filters in one file are two models;
/// - an object {"subjects_n": {subject: n}, "models": {model: {"correct": {subject: right}}}}.
///
/// Where rows name no model, the file's name does. `excluded` names questions that are counted
/// apart as well: "subject/id", or a row's whole `id`. Errors with place: none of these, a question
/// twice, more right than there are questions, a gold answer that is neither letter nor place; and
/// where questions are excluded, a row that does not say which question it is.
Result<std::vector<MmluPredictions>> read_mmlu_predictions(
    const FileSystem& files, const std::string& path, const std::set<std::string>& excluded = {});

}  // namespace evenhand
