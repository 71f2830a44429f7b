#pragma once

#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"

namespace evenhand {

/// Answers that were asked for and are not there, counted by model and reason, most frequent first;
/// of equals in the order of the names. What was never asked for is none of them.
std::vector<FailureCount> failed_answers(const Findings& findings);

/// The same of judges: calls that failed, and words that were not read as a verdict.
std::vector<FailureCount> failed_verdicts(const Findings& findings);

}  // namespace evenhand
