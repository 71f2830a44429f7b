#pragma once

#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"
#include "run/setting.h"

namespace evenhand {

/// Each judge's part in the run: what could be read, what the other grammar of verdicts makes of
/// the same words, how far the judge differs from itself where games were repeated, and what it
/// prefers besides the better answer.
std::vector<JudgeSummary> judge_summaries(const RunSetting& setting, const Findings& findings);

/// Every two judges that ruled on common games, in the order of the run file.
std::vector<JudgePair> judge_pairs(const RunSetting& setting, const Findings& findings);

}  // namespace evenhand
