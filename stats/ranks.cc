#include "stats/ranks.h"

namespace evenhand {

std::vector<std::size_t> ranks_of(std::span<const std::optional<double>> values) {
  std::vector<std::size_t> ranks;
  for (const std::optional<double>& value : values) {
    std::size_t rank = value ? 1 : 0;
    for (const std::optional<double>& other : values) {
      if (value && other && *other > *value) ++rank;
    }
    ranks.push_back(rank);
  }
  return ranks;
}

}  // namespace evenhand
