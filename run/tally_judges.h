#pragma once

#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"
#include "run/setting.h"

namespace evenhand {

/// Each judge's part in the run: what could be read, what the other grammar of verdicts makes of
/// the same words, and how far the judge differs from itself where games were repeated.
std::vector<JudgeSummary> judge_summaries(const RunSetting& setting, const Findings& findings);

}  // namespace evenhand
