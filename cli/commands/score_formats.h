#pragma once

#include "cli/command.h"

namespace evenhand {

// `evenhand score FORMAT`: one function a format; the table is in score_command.cc.
CommandResult score_alpaca_eval_command(Arguments arguments, World& world, Console& console);
CommandResult score_arena_hard_command(Arguments arguments, World& world, Console& console);
CommandResult score_creative_writing_command(Arguments arguments, World& world, Console& console);
CommandResult score_eq_bench_command(Arguments arguments, World& world, Console& console);
CommandResult score_eq_bench3_command(Arguments arguments, World& world, Console& console);
CommandResult score_mmlu_command(Arguments arguments, World& world, Console& console);
CommandResult score_mt_bench_command(Arguments arguments, World& world, Console& console);
CommandResult score_truthfulqa_command(Arguments arguments, World& world, Console& console);
CommandResult score_truthfulqa_gen_command(Arguments arguments, World& world, Console& console);

}  // namespace evenhand
