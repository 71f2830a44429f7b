#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/program.h"

namespace evenhand {

using Arguments = std::span<const std::string>;

/// What a command returns: its exit code, or an error that is told to the user.
using CommandResult = Result<ExitCode>;

// One function a file in cli/commands/; the table is in program.cc.
CommandResult run_command(Arguments arguments, World& world, Console& console);
CommandResult plan_command(Arguments arguments, World& world, Console& console);
CommandResult score_command(Arguments arguments, World& world, Console& console);
CommandResult suites_command(Arguments arguments, World& world, Console& console);
CommandResult leaderboard_command(Arguments arguments, World& world, Console& console);
CommandResult report_command(Arguments arguments, World& world, Console& console);
CommandResult simulate_command(Arguments arguments, World& world, Console& console);
CommandResult agree_command(Arguments arguments, World& world, Console& console);
CommandResult audit_command(Arguments arguments, World& world, Console& console);
CommandResult rate_command(Arguments arguments, World& world, Console& console);
CommandResult export_command(Arguments arguments, World& world, Console& console);
CommandResult diff_command(Arguments arguments, World& world, Console& console);
CommandResult gate_command(Arguments arguments, World& world, Console& console);
CommandResult import_command(Arguments arguments, World& world, Console& console);

}  // namespace evenhand
