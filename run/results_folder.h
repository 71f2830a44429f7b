#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/file_system.h"
#include "base/verdict.h"
#include "run/results_board.h"

namespace evenhand {

/// A finished run, as its results folder tells it.
struct ResultsFolder {
  std::string folder;
  ResultsBoard board;
  std::vector<QuestionId> questions = {};  // in the order of the suite
  std::vector<Verdict> verdicts = {};      // without the judges' words
  Digest baseline_answers = {};  // over all that the baseline said; empty without a baseline
};

/// Reads leaderboard.json, verdicts.jsonl, and of answers.jsonl the questions' names. Nothing in
/// them is trusted: what is read is checked, and errors have file and line. Judges' words, which
/// are most of the bytes, are dropped.
Result<ResultsFolder> read_results_folder(const FileSystem& files, const std::string& folder);

/// verdicts.jsonl alone, whatever folder it lies in. The same game twice is an error.
Result<std::vector<Verdict>> read_verdicts_file(const FileSystem& files, const std::string& path);

/// answers.jsonl alone: every answer with its words, those that failed among them.
Result<std::vector<Answer>> read_results_answers(const FileSystem& files,
                                                 const std::string& folder);

/// Each model's answers to each question, the first sample of them.
using AnswersByName = std::map<ModelId, std::map<QuestionId, const Answer*>>;
AnswersByName first_answers(const std::vector<Answer>& answers);

}  // namespace evenhand
