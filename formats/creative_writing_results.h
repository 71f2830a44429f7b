#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// A piece of writing and what its judge said of it.
struct WritingPiece {
  ModelId model;
  QuestionId prompt;
  std::optional<std::string> judgement = {};  // the judge's words, where the file has them
  std::map<std::string, double> points = {};  // by criterion, as upstream read them
};

/// creative_bench_runs.json of creative writing v3: {key: {test_model, creative_tasks: {iteration:
/// {prompt: {results_by_modifier: {modifier: {raw_judge_text, judge_scores}}}}}}}; a prompt without
/// results is a piece without a judgement. Errors with place: anything else, no piece at all.
Result<std::vector<WritingPiece>> read_creative_writing_results(const FileSystem& files,
                                                                const std::string& path);

}  // namespace evenhand
