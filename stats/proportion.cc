#include "stats/proportion.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"

namespace evenhand {

std::optional<Interval> wilson_interval(std::size_t successes, std::size_t trials,
                                        double coverage) {
  EVENHAND_CHECK(successes <= trials);
  if (trials == 0) return std::nullopt;
  const double z = -normal_quantile((1.0 - coverage) / 2.0);
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double scale = 1.0 + z * z / n;
  const double middle = (p + z * z / (2.0 * n)) / scale;
  const double half = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / scale;
  // At the ends the formula gives 0 and 1 but for the last digit.
  return Interval{.low = successes == 0 ? 0.0 : std::max(0.0, middle - half),
                  .high = successes == trials ? 1.0 : std::min(1.0, middle + half)};
}

std::optional<Interval> clopper_pearson_interval(std::size_t successes, std::size_t trials,
                                                 double coverage) {
  EVENHAND_CHECK(successes <= trials);
  if (trials == 0) return std::nullopt;
  const double tail = (1.0 - coverage) / 2.0;
  const auto x = static_cast<double>(successes);
  const auto n = static_cast<double>(trials);
  return Interval{.low = successes == 0 ? 0.0 : beta_quantile(tail, x, n - x + 1.0),
                  .high = successes == trials ? 1.0 : beta_quantile(1.0 - tail, x + 1.0, n - x)};
}

double mcnemar_exact(std::size_t only_first, std::size_t only_second) {
  const std::size_t differing = only_first + only_second;
  if (only_first == only_second) return 1.0;
  const auto fewer = static_cast<double>(std::min(only_first, only_second));
  // P(X <= k) of a fair coin thrown n times is a Beta(n - k, k + 1) at one half.
  return std::min(1.0, 2.0 * beta_cdf(0.5, static_cast<double>(differing) - fewer, fewer + 1.0));
}

std::optional<double> corrected_share(double observed, double specificity, double sensitivity) {
  const double information = sensitivity + specificity - 1.0;
  if (!(information > 0.0)) return std::nullopt;
  return std::clamp((observed + specificity - 1.0) / information, 0.0, 1.0);
}

}  // namespace evenhand
