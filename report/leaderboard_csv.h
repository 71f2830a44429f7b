#pragma once

#include <string>
#include <string_view>

#include "report/report_data.h"

namespace evenhand {

/// RFC 4180: a line of names, then a row a candidate, CR LF at every line's end. Numbers are full
/// and unrounded; an empty cell is a number that does not exist. The first columns are always
/// the same; turns, categories and judges follow, as many as the run has.
///
/// A text that a spreadsheet would take for a formula gets a leading apostrophe. JSON keeps it as
/// it is.
std::string leaderboard_csv(const ReportData& data);

/// One text cell: made harmless, quoted where it must be.
std::string csv_text(std::string_view untrusted);

}  // namespace evenhand
