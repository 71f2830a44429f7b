#include "stats/distributions.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "base/check.h"

namespace evenhand {
namespace {

/// lgamma() of the C library writes to a global; this one (Lanczos, g = 7, n = 9) does not.
double log_gamma(double x) {
  constexpr double kTerms[] = {0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
                               771.32342877765313,   -176.61502916214059,   12.507343278686905,
                               -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
  double sum = kTerms[0];
  for (int i = 1; i < 9; ++i) sum += kTerms[i] / (x + i - 1.0);
  const double base = x + 6.5;
  return 0.5 * std::log(2.0 * std::numbers::pi) + (x - 0.5) * std::log(base) - base + std::log(sum);
}

/// Continued fraction of the incomplete beta function by Lentz's method; converges fast for
/// x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
  constexpr double kTiny = 1e-300;
  double c = 1.0;
  double d = 1.0 - (a + b) * x / (a + 1.0);
  d = 1.0 / (std::abs(d) < kTiny ? kTiny : d);
  double fraction = d;
  const auto take = [&](double coefficient) {
    d = 1.0 + coefficient * d;
    d = 1.0 / (std::abs(d) < kTiny ? kTiny : d);
    c = 1.0 + coefficient / c;
    if (std::abs(c) < kTiny) c = kTiny;
    fraction *= d * c;
    return std::abs(d * c - 1.0);
  };
  for (int m = 1; m < 10000; ++m) {
    const double twice = 2.0 * m;
    take(m * (b - m) * x / ((a + twice - 1.0) * (a + twice)));
    const double change = take(-(a + m) * (a + b + m) * x / ((a + twice) * (a + twice + 1.0)));
    if (change < std::numeric_limits<double>::epsilon()) break;
  }
  return fraction;
}

/// Halves [low, high] until it holds one number; `below` says whether the root lies higher.
template <class Below>
double bisect(double low, double high, Below below) {
  for (int step = 0; step < 200; ++step) {
    const double middle = low + (high - low) / 2.0;
    if (middle <= low || middle >= high) break;
    (below(middle) ? low : high) = middle;
  }
  return low + (high - low) / 2.0;
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  EVENHAND_CHECK(p > 0.0 && p < 1.0);
  // The lower tail keeps its digits; the upper one would be 1 minus something small.
  if (p > 0.5) return -normal_quantile(1.0 - p);
  return bisect(-40.0, 0.0, [p](double z) { return normal_cdf(z) < p; });
}

double chi_square_tail(double x, double freedom) {
  const double a = freedom / 2.0;
  const double z = x / 2.0;
  if (z <= 0.0) return 1.0;
  const double front = std::exp(a * std::log(z) - z - log_gamma(a));
  constexpr int kMost = 100'000;  // terms; far from the mean either form needs a few dozen
  if (z < a + 1.0) {
    double term = 1.0 / a;
    double sum = term;
    for (int n = 1; n < kMost && term > sum * std::numeric_limits<double>::epsilon(); ++n) {
      term *= z / (a + n);
      sum += term;
    }
    return 1.0 - front * sum;
  }
  // Lentz's method on the continued fraction.
  double b = z + 1.0 - a;
  double c = std::numeric_limits<double>::max();
  double d = 1.0 / b;
  double fraction = d;
  for (int n = 1; n < kMost; ++n) {
    const double coefficient = -n * (n - a);
    b += 2.0;
    d = 1.0 / (coefficient * d + b);
    c = b + coefficient / c;
    fraction *= c * d;
    if (std::abs(c * d - 1.0) < std::numeric_limits<double>::epsilon()) break;
  }
  return front * fraction;
}

double beta_cdf(double x, double a, double b) {
  EVENHAND_CHECK(a > 0.0 && b > 0.0 && x >= 0.0 && x <= 1.0);
  if (x == 0.0 || x == 1.0) return x;
  const double front = std::exp(a * std::log(x) + b * std::log1p(-x) + log_gamma(a + b) -
                                log_gamma(a) - log_gamma(b));
  if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(x, a, b) / a;
  return 1.0 - front * beta_fraction(1.0 - x, b, a) / b;
}

double beta_quantile(double p, double a, double b) {
  EVENHAND_CHECK(p >= 0.0 && p <= 1.0);
  return bisect(0.0, 1.0, [=](double x) { return beta_cdf(x, a, b) < p; });
}

double student_t_quantile(double p, double freedom) {
  EVENHAND_CHECK(p > 0.0 && p < 1.0 && freedom > 0.0);
  if (p < 0.5) return -student_t_quantile(1.0 - p, freedom);
  if (p == 0.5) return 0.0;
  // P(|T| > t) is a Beta(freedom / 2, 1 / 2) at freedom / (freedom + t^2).
  const double x = beta_quantile(2.0 * (1.0 - p), freedom / 2.0, 0.5);
  return std::sqrt(freedom * (1.0 - x) / x);
}

}  // namespace evenhand
