#include "stats/planning.h"

#include <cmath>

#include "base/check.h"

namespace evenhand {
namespace {

constexpr double kTwoSidedFivePercent = 1.959963984540054;  // 97.5th percentile of the normal
constexpr double kPowerEightyPercent = 0.8416212335729143;  // 80th percentile of the normal

/// Questions needed to show a win rate of one half plus d.
double questions_needed(double d) {
  const double p = 0.5 + d;
  const double spread = kTwoSidedFivePercent * 0.5 + kPowerEightyPercent * std::sqrt(p * (1.0 - p));
  return spread * spread / (d * d);
}

}  // namespace

double smallest_win_rate_difference(std::size_t questions) {
  EVENHAND_CHECK(questions > 0);
  const auto n = static_cast<double>(questions);
  double low = 0.0;
  double high = 0.5;
  // Halving 0.5 so often reaches the last digit of a double.
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2.0;
    (questions_needed(middle) > n ? low : high) = middle;
  }
  return high;
}

std::size_t questions_for_win_rate(double win_rate) {
  EVENHAND_CHECK(win_rate > 0.0 && win_rate < 1.0 && win_rate != 0.5);
  return static_cast<std::size_t>(std::ceil(questions_needed(std::abs(win_rate - 0.5))));
}

double smallest_paired_difference(std::size_t questions, double standard_deviation) {
  EVENHAND_CHECK(questions > 0);
  return (kTwoSidedFivePercent + kPowerEightyPercent) * standard_deviation /
         std::sqrt(static_cast<double>(questions));
}

}  // namespace evenhand
