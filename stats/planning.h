#pragma once

#include <cstddef>

namespace evenhand {

/// The smallest distance from one half that a win rate over so many questions shows, with power
/// 80 % in a two-sided test at 5 %, where each question is won or lost: solves
/// n = (z_a / 2 + z_b sqrt(p (1 - p)))^2 / d^2 with p = 1/2 + d for d. At most 0.5.
/// Requires at least one question.
double smallest_win_rate_difference(std::size_t questions);

/// How many questions show a win rate of `win_rate`, other than one half, with that power and
/// level. Requires a win rate in (0, 1) and not one half.
std::size_t questions_for_win_rate(double win_rate);

/// The smallest difference of means, paired by question, with the same power and level:
/// (z_a + z_b) sd / sqrt(n). Requires at least one question.
double smallest_paired_difference(std::size_t questions, double standard_deviation);

}  // namespace evenhand
