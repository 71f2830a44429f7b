#include "judge/python_random.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/digest.h"

namespace evenhand {
namespace {

/// The bytes as one big-endian number, cut into 32-bit words, the least significant first and no
/// zero words at the top.
std::vector<std::uint32_t> key_words(std::string_view bytes) {
  std::vector<std::uint32_t> words((bytes.size() + 3) / 4, 0);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[bytes.size() - 1 - i]);
    words[i / 4] |= static_cast<std::uint32_t>(byte) << (8 * (i % 4));
  }
  while (words.size() > 1 && words.back() == 0) words.pop_back();
  return words;
}

}  // namespace

PythonRandom::PythonRandom(std::string_view seed) {
  const std::string bytes = std::string(seed) + sha512_bytes(seed);
  const std::vector<std::uint32_t> key = key_words(bytes);
  init_by_array(key.data(), key.size());
}

// This and the next two functions follow Matsumoto and Nishimura's mt19937ar.c (2002).
void PythonRandom::init_by_array(const std::uint32_t* key, std::size_t length) {
  state_[0] = 19650218U;
  for (std::size_t i = 1; i < kWords; ++i) {
    state_[i] =
        1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30U)) + static_cast<std::uint32_t>(i);
  }
  std::size_t i = 1;
  std::size_t j = 0;
  const auto step = [&] {
    if (++i < kWords) return;
    state_[0] = state_[kWords - 1];
    i = 1;
  };
  for (std::size_t k = std::max(kWords, length); k > 0; --k) {
    const std::uint32_t mixed = (state_[i - 1] ^ (state_[i - 1] >> 30U)) * 1664525U;
    state_[i] = (state_[i] ^ mixed) + key[j] + static_cast<std::uint32_t>(j);
    step();
    j = (j + 1) % length;
  }
  for (std::size_t k = kWords - 1; k > 0; --k) {
    const std::uint32_t mixed = (state_[i - 1] ^ (state_[i - 1] >> 30U)) * 1566083941U;
    state_[i] = (state_[i] ^ mixed) - static_cast<std::uint32_t>(i);
    step();
  }
  state_[0] = 0x80000000U;
  at_ = kWords;
}

void PythonRandom::twist() {
  constexpr std::size_t kShift = 397;
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint32_t y = (state_[i] & 0x80000000U) | (state_[(i + 1) % kWords] & 0x7fffffffU);
    const std::uint32_t odd = (y & 1U) != 0 ? 0x9908b0dfU : 0U;
    state_[i] = state_[(i + kShift) % kWords] ^ (y >> 1U) ^ odd;
  }
  at_ = 0;
}

std::uint32_t PythonRandom::next() {
  if (at_ == kWords) twist();
  std::uint32_t y = state_[at_++];
  y ^= y >> 11U;
  y ^= (y << 7U) & 0x9d2c5680U;
  y ^= (y << 15U) & 0xefc60000U;
  return y ^ (y >> 18U);
}

double PythonRandom::random() {
  const std::uint32_t a = next() >> 5U;
  const std::uint32_t b = next() >> 6U;
  return (static_cast<double>(a) * 67108864.0 + static_cast<double>(b)) / 9007199254740992.0;
}

}  // namespace evenhand
