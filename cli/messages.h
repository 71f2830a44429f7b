#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/program.h"

namespace evenhand {

/// "evenhand: what happened", with its hint.
void tell_error(const Error& error, Console& console);

/// Each on a line of its own: "evenhand: 2 questions have no verdict".
void tell_remarks(const std::vector<std::string>& remarks, Console& console);

/// What ended a run, or a round of judges, early.
struct EarlyEnd {
  int signal = 0;                        // SIGINT or SIGTERM
  std::optional<Error> refused = {};     // an endpoint that refused for good
  std::optional<Error> stopped_by = {};  // budget, store
};
template <class Outcome>
EarlyEnd early_end_of(const Outcome& outcome) {
  return {outcome.signal, outcome.refused, outcome.stopped_by};
}

/// Only the graver reason.
void tell_early_end(const EarlyEnd& end, Console& console);

/// The gravest reason first; nullopt where the exit code says nothing of it.
std::optional<ExitCode> exit_code_of(const EarlyEnd& end);

}  // namespace evenhand
