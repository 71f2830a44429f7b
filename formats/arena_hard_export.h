#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/answer.h"
#include "base/question.h"
#include "base/verdict.h"
#include "formats/exported_file.h"

namespace evenhand {

/// How fields are called: upstream's programs of today read the new ones for both of its suites.
enum class ArenaHardFields { v0_1, v2_0 };

/// Arena-Hard's model_answer/<model>.jsonl, by question: first samples of one-turn answers. Counts
/// of Markdown are upstream's; the length is the endpoint's count of output tokens, without which a
/// row has no metadata and upstream's style control fails. Answers that failed, and what has no
/// place, are left out and told of. `tstamp` in Unix seconds.
ExportedFile arena_hard_answers(std::span<const Question> questions,
                                std::span<const Answer> answers, ArenaHardFields fields,
                                double tstamp);

struct ArenaHardVerdicts {
  std::span<const Question> questions;
  std::span<const Verdict> verdicts;  // of one candidate before one judge
  /// What the baseline of a question is called; a suite may have one for each category.
  std::function<ModelId(const Question&)> baseline_of;
};

/// Arena-Hard's model_judgment/<judge>/<model>.jsonl: the baseline is A in the first game, the
/// candidate in the second. A game that was not played or whose call failed is null, one without a
/// readable ruling has the score null. Repeats of a game and further samples are left out and told
/// of: upstream knows one.
ExportedFile arena_hard_judgments(const ArenaHardVerdicts& from, ArenaHardFields fields);

}  // namespace evenhand
