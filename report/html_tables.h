#pragma once

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// What stands behind the leaderboard: turns, categories, judges, coverage and cost.
Markup html_tables(const ReportData& data);

}  // namespace evenhand
