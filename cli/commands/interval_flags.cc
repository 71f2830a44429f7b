#include "cli/commands/interval_flags.h"

namespace evenhand {

void IntervalFlags::declare(Options& options, const Words& words) {
  options.integer("--seed", seed, words.seed);
  options.integer("--bootstrap", bootstrap, words.bootstrap);
}

Result<void> IntervalFlags::check() const {
  if (seed && *seed < 0) return Error{.what = "--seed cannot be negative"};
  // The ends of a 95 % interval need some draws beyond them; 0 is for who wants no intervals.
  constexpr long long kFewest = 100;
  constexpr long long kMost = 1'000'000;
  if (bootstrap && *bootstrap != 0 && (*bootstrap < kFewest || *bootstrap > kMost)) {
    return Error{.what = "--bootstrap must be between 100 and 1000000, or 0 for no intervals"};
  }
  return {};
}

}  // namespace evenhand
