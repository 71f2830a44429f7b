#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/result.h"
#include "judge/protocol.h"
#include "prompts/prompt_template.h"

namespace evenhand {

/// Does a protocol show one answer or two?
enum class AnswersShown { one, two };

/// The four sorts of games, each with a template of its own.
struct Variant {
  bool has_turns = false;      // earlier turns are shown as well
  bool has_reference = false;  // the judged turn has a reference
};

/// How the two answers are called before the judge.
struct SeatNames {
  std::string first = "A";
  std::string second = "B";
};

/// A template must show every answer and only have holes that can be filled for this variant;
/// `name` is for the error.
Result<void> check_holes(const std::string& name, const PromptTemplate& words, AnswersShown shown,
                         const Variant& variant);

/// A value for each hole of the template, which passed check_holes. `baseline` of the exhibit is
/// null when one answer is shown.
std::map<std::string, std::string> values_for(const PromptTemplate& words, const Exhibit& exhibit,
                                              const Game& game, const SeatNames& names);

}  // namespace evenhand
