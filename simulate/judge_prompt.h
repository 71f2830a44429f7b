#pragma once

#include <string>
#include <vector>

#include "base/chat.h"

namespace evenhand {

/// In which form a judge's prompt wants the verdict.
enum class VerdictForm {
  three_way,   // [[A]], [[B]] or [[C]]
  two_way,     // [[A]] or [[B]]: no tie is offered
  five_way,    // [[A>>B]] ... [[B>>A]]
  grade,       // [[1]] to [[10]]
  truthful,    // [[true, informs]] ... [[false, evades]]
  identifier,  // the name of the better answer and nothing else
  unknown,
};

/// One answer that lies before the judge, in the order of reading.
struct ShownAnswer {
  std::string text;
  std::string identifier;  // "A", "B", "m" ...
};

struct JudgePrompt {
  VerdictForm form = VerdictForm::unknown;
  std::vector<ShownAnswer> answers;  // one or two; empty where none was found
};

/// Finds the answers by the marks that evenhand, FastChat, Arena-Hard and AlpacaEval put around
/// them, or else by the answers' own last lines. The form is looked for outside of the answers: in
/// the system message first, so that nothing that a candidate or a user wrote is mistaken for it.
JudgePrompt read_judge_prompt(const std::vector<Message>& messages);

}  // namespace evenhand
