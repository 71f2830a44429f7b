#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"

namespace evenhand {

/// What a person prefers of two models' answers to a question.
struct PreferenceVote {
  QuestionId question;
  ModelId candidate;
  ModelId baseline;
  double candidate_share = 0.5;  // 1, 0.5 (a tie) or 0
};

/// Reads votes of people: CSV with a header or JSON lines (by the name's end: .csv or not), with
/// `question`, `candidate`, `baseline` and `preference`: candidate, baseline or tie, or the name of
/// one of the two models. Other columns are left alone. Errors have file and line.
Result<std::vector<PreferenceVote>> read_preference_votes(const FileSystem& files,
                                                          const std::string& path);

}  // namespace evenhand
