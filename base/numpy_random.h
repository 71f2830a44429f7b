#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace evenhand {

/// NumPy's legacy RandomState(seed), as far as tools of the field draw from it: the Mersenne
/// Twister seeded by one number, and whole numbers by masking its 32-bit outputs and rejecting what
/// is too large. Here only to draw as those tools draw; everything of our own draws from Rng.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  /// Uniform in [0, count). Requires 0 < count <= 2^32.
  std::uint64_t below(std::uint64_t count);

  /// permutation(count), which is also the order of pandas' sample(frac=1).
  std::vector<std::size_t> permutation(std::size_t count);

 private:
  std::mt19937 engine_;
};

}  // namespace evenhand
