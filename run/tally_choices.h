#pragma once

#include <string>
#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"

namespace evenhand {

/// Of a run of multiple-choice questions, in words: for each candidate how often it chose each
/// letter, beside how often that was the right one, and the mean over subjects beside that over
/// questions. Empty for other runs.
std::vector<std::string> choice_remarks(const RunSetting& setting, const Findings& findings,
                                        const std::vector<CandidateRow>& rows);

}  // namespace evenhand
