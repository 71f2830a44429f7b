#pragma once

namespace evenhand {

/// Share of a standard normal below z.
double normal_cdf(double z);

/// The z below which the share p of a standard normal lies. Requires p in (0, 1).
double normal_quantile(double p);

/// Share of a chi-square above x, the regularised upper incomplete gamma function. Requires x >= 0
/// and freedom > 0.
double chi_square_tail(double x, double freedom);

/// Share of a Beta(a, b) below x, the regularised incomplete beta function. Requires a, b > 0 and
/// x in [0, 1].
double beta_cdf(double x, double a, double b);

/// The x below which the share p of a Beta(a, b) lies. Requires p in [0, 1].
double beta_quantile(double p, double a, double b);

/// The t below which the share p of Student's t lies. Requires p in (0, 1) and freedom > 0.
double student_t_quantile(double p, double freedom);

}  // namespace evenhand
