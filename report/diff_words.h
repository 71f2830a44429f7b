#pragma once

#include <string>
#include <vector>

#include "report/diff_data.h"

namespace evenhand {

/// Sentences on a comparison, raw: names in them are untrusted and the caller makes them safe.

/// "ours (checkpoint-1200) of results/new": who a side is.
std::string side_in_words(const DiffSide& side);

/// "B is better than A: +2.8 percentage points [+0.4, +5.2], on 805 questions".
std::string difference_in_words(const Comparison& comparison, Scale scale);

/// "Randomisation test by question, exact: p = 0.012; sign test on 71 better, 40 worse: p = ...".
std::string tests_in_words(const Comparison& comparison, std::size_t comparisons);

/// What the sample can show, where it showed nothing; what missing scores could have done to the
/// difference; empty where there is nothing to say.
std::vector<std::string> doubts_in_words(const Comparison& comparison, Scale scale);

/// "The suite differs: instruct 1 (ab12) / instruct 2 (cd34)".
std::string mismatch_in_words(const Mismatch& mismatch);

/// "+2.8 [+0.4, +5.2]".
std::string signed_text(const Estimate& estimate, Scale scale);

/// "cost $1.20 -> $1.35 (+$0.15)", or that it is not known.
std::string cost_change_in_words(const Comparison& comparison);

/// "mean length 1203 -> 1411 (+208)"; empty where not known.
std::string length_change_in_words(const Comparison& comparison);

/// "0 -> 0.5": a question's score on either side.
std::string change_text(const QuestionPair& pair);

}  // namespace evenhand
