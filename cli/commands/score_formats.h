#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "cli/command.h"

namespace evenhand {

// `evenhand score FORMAT`: one function a format; the table is in score_command.cc.
CommandResult score_alpaca_eval_command(Arguments arguments, World& world, Console& console);
CommandResult score_mt_bench_command(Arguments arguments, World& world, Console& console);

/// What --seed and --bootstrap say, with their defaults; an error where they make no sense.
struct IntervalFlags {
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;
};
Result<IntervalFlags> interval_flags(const std::optional<long long>& seed,
                                     const std::optional<long long>& bootstrap);

}  // namespace evenhand
