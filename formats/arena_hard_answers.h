#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "formats/arena_hard_rows.h"

namespace evenhand {

/// What style control looks at in one answer.
struct AnswerForm {
  std::optional<double> tokens = {};  // as the file says; never counted here
  double characters = 0.0;            // Unicode code points
  double headers = 0.0;
  double lists = 0.0;
  double bold = 0.0;
};

/// One model's answers, from model_answer/<model>.jsonl of either version. The model is the one
/// that the first row names.
struct ArenaHardAnswers {
  std::string path;
  ModelId model;
  std::map<QuestionId, AnswerForm> forms;
  SkippedRows skipped;
};

/// The text that is measured is the last message's answer, without its thought (v2.0), or the last
/// turn of the first choice (v0.1). Counts come from `metadata` or `conv_metadata`, and from the
/// text, by upstream's counters, where a row has none. Two answers to one question are an error.
Result<ArenaHardAnswers> read_arena_hard_answers(const FileSystem& files, const std::string& path,
                                                 BadRows bad);

}  // namespace evenhand
