#pragma once

#include <atomic>

namespace evenhand {

/// From now on the first SIGINT or SIGTERM is noted in the returned place (its number; 0 before),
/// and the second ends the process at once, with 128 + its number: what was answered is in the
/// store by then. SIGPIPE and SIGXFSZ are ignored, so that a closed pipe or a full disk is an error
/// of the write and not the end; SIGHUP counts as SIGTERM.
std::atomic<int>& catch_signals();

}  // namespace evenhand
