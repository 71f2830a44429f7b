#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace evenhand {

/// A reproducible random stream (SplitMix64). A value, not a service: whoever needs
/// randomness is handed one, so equal seeds give equal runs.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  /// A stream of its own for a named purpose, so that adding one consumer does not
  /// shift the numbers that the others draw.
  static Rng for_purpose(std::uint64_t seed, std::string_view purpose);

  std::uint64_t next();

  /// Uniform in [0, bound). Requires bound > 0.
  std::size_t below(std::size_t bound);

  /// Uniform in [0, 1), 53 bits.
  double uniform();

  /// Standard normal, by the polar method's plain cousin (Box and Muller).
  double normal();

 private:
  std::uint64_t state_;
};

}  // namespace evenhand
