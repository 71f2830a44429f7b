#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"

namespace evenhand {

/// Of a run of multiple-choice questions, in words: for each candidate how often it chose each
/// letter, beside how often that was the right one, and the mean over subjects beside that over
/// questions. Empty for other runs.
Result<std::vector<std::string>> choice_remarks(const RunSetting& setting, const Findings& findings,
                                                const std::vector<CandidateRow>& rows);

/// Of a run of multiple-choice questions, what published tables call a candidate's accuracy: see
/// ChoiceColumns. Questions without a reply are left out. nullopt for other runs, and where no
/// question has one.
std::optional<ChoiceColumns> choice_columns(const RunSetting& setting, const Findings& findings,
                                            const ModelId& model);

}  // namespace evenhand
