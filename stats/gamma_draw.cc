#include "stats/gamma_draw.h"

#include <cmath>

namespace evenhand {

double gamma_draw(double shape, Rng& rng) {
  if (shape <= 0.0) return 0.0;
  // Below one the method needs a step up, undone by a power of a uniform.
  if (shape < 1.0) return gamma_draw(shape + 1.0, rng) * std::pow(1.0 - rng.uniform(), 1.0 / shape);
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = rng.normal();
    const double v = std::pow(1.0 + c * x, 3.0);
    if (v <= 0.0) continue;
    if (std::log(1.0 - rng.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace evenhand
