#pragma once

#include <string>

#include "report/diff_data.h"
#include "report/leaderboard_table.h"

namespace evenhand {

/// A diff for the terminal: who is compared, what forbids it, the difference with interval and
/// tests, and the questions that changed sides by name. Safe to print.
std::string diff_text(const DiffData& diff, const TableStyle& style);

}  // namespace evenhand
