#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace evenhand {

/// Ranks from 1 for the highest value; equal values share the better rank; 0 where there is none.
std::vector<std::size_t> ranks_of(std::span<const std::optional<double>> values);

}  // namespace evenhand
