#pragma once

#include "cli/command.h"

namespace evenhand {

// `evenhand import FORMAT` for what makes no suite; the others are in import_command.cc.
CommandResult import_arena_command(Arguments arguments, World& world, Console& console);

}  // namespace evenhand
