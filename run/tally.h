#pragma once

#include <string>

#include "report/report_data.h"
#include "run/evaluation.h"
#include "run/setting.h"

namespace evenhand {

/// From what was learned to what is shown: scores, intervals, coverage, expense, warnings.
/// Pure: equal findings give equal data.
Result<ReportData> tally(const RunSetting& setting, Findings findings, const std::string& version);

}  // namespace evenhand
