#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/rng.h"

namespace evenhand {

/// A stream that depends on the seed, the purpose and the facts, and on nothing else: whoever asks
/// the same again draws the same again.
Rng stream_for(std::uint64_t seed, std::string_view purpose,
               std::initializer_list<std::string_view> facts);

/// Whether something that happens at this rate happens this time.
bool happens(double rate, Rng rng);

/// Standard logistic: P(draw <= x) is logistic_share(x).
double logistic_draw(Rng& rng);

/// The logistic function, 1 / (1 + exp(-log_odds)).
double logistic_share(double log_odds);

}  // namespace evenhand
