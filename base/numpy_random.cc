#include "base/numpy_random.h"

#include <bit>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace evenhand {

std::uint64_t NumpyRandom::below(std::uint64_t count) {
  EVENHAND_CHECK(count > 0 && count <= (std::uint64_t{1} << 32));
  const std::uint64_t most = count - 1;
  if (most == 0) return 0;
  const std::uint64_t mask = std::bit_ceil(most + 1) - 1;
  while (true) {
    const std::uint64_t drawn = engine_() & mask;
    if (drawn <= most) return drawn;
  }
}

std::vector<std::size_t> NumpyRandom::permutation(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i-- > 1;) std::swap(order[i], order[below(i + 1)]);
  return order;
}

}  // namespace evenhand
