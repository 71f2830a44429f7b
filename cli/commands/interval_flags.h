#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/options.h"

namespace evenhand {

/// --seed and --bootstrap of the commands that show intervals.
struct IntervalFlags {
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};

  /// What --help says of them, where a command has other words for it.
  struct Words {
    std::string seed = "of the intervals (default: 0)";
    std::string bootstrap = "resamples behind each interval (default: 1000; 0: no intervals)";
  };
  void declare(Options& options, const Words& words);
  void declare(Options& options) { declare(options, Words()); }

  /// An error where they make no sense.
  Result<void> check() const;

  /// Checks them, then sets `seed` and `resamples` of whatever has these.
  template <class Order>
  Result<void> settle(Order& order) const {
    constexpr long long kUsual = 1000;
    EVENHAND_OK(check());
    order.seed = static_cast<std::uint64_t>(seed.value_or(0));
    order.resamples = static_cast<std::size_t>(bootstrap.value_or(kUsual));
    return {};
  }
};

}  // namespace evenhand
