#pragma once

#include "cli/command.h"

namespace evenhand {

// `evenhand agree SOURCE`: one function a source; the table is in agree_command.cc.
CommandResult agree_alpaca_eval_command(Arguments arguments, World& world, Console& console);
CommandResult agree_mt_bench_command(Arguments arguments, World& world, Console& console);

/// `evenhand agree RESULTS...`: what is no source.
CommandResult agree_results_command(Arguments arguments, World& world, Console& console);

}  // namespace evenhand
