#pragma once

#include <string>

#include "report/diff_data.h"

namespace evenhand {

/// A diff as one JSON document: full numbers, every question. Differences are B minus A, in the
/// unit of leaderboard.json: win rates in [0, 1], grades in points.
std::string diff_json(const DiffData& diff);

}  // namespace evenhand
