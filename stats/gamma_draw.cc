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
    const double t = 1.0 + c * x;
    const double v = t * t * t;
    if (v <= 0.0) continue;
    const double u = 1.0 - rng.uniform();
    // Their squeeze: implies what is asked next, and saves two logarithms nearly always.
    if (u < 1.0 - 0.0331 * x * x * x * x) return d * v;
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace evenhand
