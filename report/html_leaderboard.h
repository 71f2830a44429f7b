#pragma once

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// The leaderboard with its intervals drawn.
Markup html_leaderboard(const ReportData& data);

}  // namespace evenhand
