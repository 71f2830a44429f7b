#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace evenhand {

/// CPython's random.Random(text): the Mersenne Twister (MT19937), seeded by the text followed by
/// its SHA-512, as one big number. Here only to draw as tools in Python draw.
class PythonRandom {
 public:
  explicit PythonRandom(std::string_view seed);

  /// random.random(): uniform in [0, 1), 53 bits.
  double random();

 private:
  static constexpr std::size_t kWords = 624;

  void init_by_array(const std::uint32_t* key, std::size_t length);
  std::uint32_t next();
  void twist();

  std::array<std::uint32_t, kWords> state_{};
  std::size_t at_ = kWords;
};

}  // namespace evenhand
