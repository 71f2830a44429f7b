#pragma once

#include "base/rng.h"

namespace evenhand {

/// Gamma with that shape and scale one (Marsaglia and Tsang 2000): the sum of as many standard
/// exponentials, which is what so many battles of one outcome weigh together under
/// Dirichlet(1, ..., 1). 0 for a shape of 0.
double gamma_draw(double shape, Rng& rng);

}  // namespace evenhand
