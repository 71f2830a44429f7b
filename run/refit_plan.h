#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

#include "stats/bootstrap.h"

namespace evenhand {

/// For intervals that refit a model a thousand times: with every processor, which changes no digit.
inline BootstrapPlan refit_plan(std::size_t resamples) {
  return {.resamples = resamples,
          .threads = std::max<std::size_t>(1, std::thread::hardware_concurrency())};
}

}  // namespace evenhand
