#pragma once

namespace evenhand {

/// Where there is no memory left, and where an exception reaches nobody, the process says so and
/// ends with exit code 1, from whatever thread: what was acknowledged is in the store, and the same
/// command goes on from there. Call it once, first thing.
void prepare_last_words();

}  // namespace evenhand
