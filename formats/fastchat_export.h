#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/answer.h"
#include "base/question.h"
#include "base/verdict.h"
#include "formats/exported_file.h"

namespace evenhand {

/// When it happened, in Unix seconds; FastChat stamps every row.
struct UnixTime {
  double seconds = 0.0;
};

/// FastChat's model_answer/<model>.jsonl; further samples of an answer are further choices. Answers that failed are left out and told of: FastChat's
/// "$ERROR$" would be judged like an answer. Ids that are whole numbers become numbers.
ExportedFile fastchat_answers(std::span<const Question> questions, std::span<const Answer> answers,
                              UnixTime when);

/// What was said to the judge in a game; may be empty.
using PromptOf = std::function<std::string(const Game&)>;

struct FastChatVerdicts {
  std::span<const Question> questions;
  std::span<const Verdict> verdicts;
  PromptOf prompt_of = [](const Game&) {
    return std::string();
  };
  UnixTime when = {};
};

/// FastChat's model_judgment/<judge>_single.jsonl, of the verdicts on one answer alone. Marks are
/// out of 10. A ruling that is unreadable has the score -1, a call that failed has the judgement
/// "$ERROR$" as well; FastChat counts neither. Judges' prompts get the names that FastChat looks
/// for.
ExportedFile fastchat_single(const FastChatVerdicts& from);

/// FastChat's model_judgment/<judge>_pair.jsonl, of the verdicts between two answers: model_1 is
/// the candidate, model_2 the baseline. A row needs the games from both seats; what was played from
/// one seat only is left out and told of. A game without a readable ruling is an "error".
ExportedFile fastchat_pair(const FastChatVerdicts& from);

}  // namespace evenhand
