#pragma once

#include <string>
#include <vector>

#include "report/report_data.h"
#include "report/terminal_text.h"

namespace evenhand {

enum class Align { left, right };

/// A column of the terminal's leaderboard, its cells already safe for a terminal.
struct TableColumn {
  std::string head;
  int priority = 0;  // 0: always shown; the highest goes first where the terminal is narrow
  Align align = Align::right;
  std::vector<std::string> cells;  // one for each row of the report
};

/// The columns that this report has numbers for, in the order in which they are shown. The model
/// is the second.
std::vector<TableColumn> leaderboard_columns(const ReportData& data, Charset charset);

/// Where the model's name stands among them.
inline constexpr std::size_t kModelColumn = 1;

}  // namespace evenhand
