#include "base/rng.h"

#include <cmath>
#include <numbers>

#include "base/check.h"

namespace evenhand {

Rng Rng::for_purpose(std::uint64_t seed, std::string_view purpose) {
  // FNV-1a over the purpose, then one mixing step together with the seed.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : purpose) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  Rng mixed(seed ^ hash);
  return Rng(mixed.next() ^ (hash << 1U));
}

std::uint64_t Rng::next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::size_t Rng::below(std::size_t bound) {
  EVENHAND_CHECK(bound > 0);
  // Draws from the incomplete last block would favour small numbers; they are drawn again.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  std::uint64_t draw = next();
  while (draw >= limit) draw = next();
  return static_cast<std::size_t>(draw % bound);
}

double Rng::uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

double Rng::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace evenhand
