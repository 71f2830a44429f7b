#pragma once

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// The judges on trial: what each prefers besides the better answer, how often it contradicts
/// itself, and how far judges agree.
Markup html_trial(const ReportData& data);

}  // namespace evenhand
