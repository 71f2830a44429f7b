#pragma once

#include <string>

#include "report/report_data.h"
#include "report/terminal_text.h"

namespace evenhand {

enum class Colour { off, on };

/// How the terminal looks: its columns, and what it can show.
struct TableStyle {
  int width = 80;
  Colour colour = Colour::off;
  Charset charset = Charset::unicode;
};

/// The leaderboard for a terminal: a line on the run, a row a candidate, and notes on what the
/// numbers mean and what is missing. On a narrow terminal model names are shortened first, then
/// columns go, the least important first, and a note names them.
std::string leaderboard_table(const ReportData& data, const TableStyle& style);

}  // namespace evenhand
