#pragma once

#include <string>

#include "report/report_data.h"

namespace evenhand {

/// One JSON document: `format` "evenhand.leaderboard", `version` 1, what was run, and `rows`, best
/// first. Numbers are full and unrounded; null is a number that does not exist, never NaN. Within
/// one version fields are added, never renamed or removed.
std::string leaderboard_json(const ReportData& data);

}  // namespace evenhand
