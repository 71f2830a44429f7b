#pragma once

#include <ostream>
#include <span>
#include <string>

#include "run/world.h"

namespace evenhand {

/// Where words go: data to `out`, messages to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = 100;      // columns of the terminal
  bool colour = false;  // a terminal that wants it
  bool unicode = true;  // can show more than ASCII
};

/// Exit codes are part of the interface; scripts depend on them.
enum class ExitCode {
  success = 0,
  internal_error = 1,
  usage = 2,
  incomplete = 3,
  gate_not_met = 4,
  over_budget = 5,
  endpoint_refused = 6,
  interrupted = 130,
  terminated = 143,
};

/// The exit code for a command that ended with this error.
ExitCode exit_code_of(const Error& error);

extern const char* const kVersion;

/// The whole program except for main(), so that tests run it with a world of fakes.
ExitCode run_program(std::span<const std::string> arguments, World& world, Console& console);

}  // namespace evenhand
