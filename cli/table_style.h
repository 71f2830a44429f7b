#pragma once

#include "cli/program.h"
#include "report/leaderboard_table.h"

namespace evenhand {

/// What the console can show.
inline TableStyle table_style(const Console& console) {
  return {.width = console.width,
          .colour = console.colour ? Colour::on : Colour::off,
          .charset = console.unicode ? Charset::unicode : Charset::ascii};
}

}  // namespace evenhand
