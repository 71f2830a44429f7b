#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.h"

namespace evenhand {

/// What --seed and --bootstrap say, with their defaults; an error where they make no sense.
struct IntervalFlags {
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;
};
Result<IntervalFlags> interval_flags(const std::optional<long long>& seed,
                                     const std::optional<long long>& bootstrap);

}  // namespace evenhand
