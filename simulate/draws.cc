#include "simulate/draws.h"

#include <cmath>
#include <string>

namespace evenhand {

Rng stream_for(std::uint64_t seed, std::string_view purpose,
               std::initializer_list<std::string_view> facts) {
  std::string name(purpose);
  for (const std::string_view fact : facts) {
    // With its length, so that ("ab", "c") and ("a", "bc") are different streams.
    name += '\n';
    name += std::to_string(fact.size());
    name += ' ';
    name += fact;
  }
  return Rng::for_purpose(seed, name);
}

bool happens(double rate, Rng rng) { return rng.uniform() < rate; }

double logistic_draw(Rng& rng) {
  // Half a step away from 0 and 1, where the logarithm is infinite.
  const double share = rng.uniform() + 0x1.0p-54;
  return std::log(share / (1.0 - share));
}

double logistic_share(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

}  // namespace evenhand
