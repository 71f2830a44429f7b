#pragma once

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// Every chart that the run has data for, each with its title and how to read it.
Markup html_charts(const ReportData& data);

}  // namespace evenhand
