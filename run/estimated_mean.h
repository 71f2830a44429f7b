#pragma once

#include <cstddef>
#include <vector>

#include "base/rng.h"
#include "report/report_data.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// The mean of one value a question, with its interval (see stats/bootstrap.h) where `resamples`
/// is not 0. Requires a value, and all within the bounds.
Estimate estimated_mean(const std::vector<double>& values, std::size_t resamples, Bounds bounds,
                        Rng rng);

}  // namespace evenhand
