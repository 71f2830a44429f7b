#include "base/numpy_random.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

/// From RandomState(seed).permutation(n) of NumPy 1.24.
TEST(NumpyRandom, PermutesAsNumPyDoes) {
  using Order = std::vector<std::size_t>;
  EXPECT_EQ(NumpyRandom(123).permutation(2), (Order{1, 0}));
  EXPECT_EQ(NumpyRandom(123).permutation(3), (Order{0, 1, 2}));
  EXPECT_EQ(NumpyRandom(0).permutation(5), (Order{2, 0, 1, 3, 4}));
  Order order = NumpyRandom(123).permutation(805);
  order.resize(6);
  EXPECT_EQ(order, (Order{36, 162, 614, 172, 55, 730}));
}

TEST(NumpyRandom, DrawsBelowACount) {
  NumpyRandom random(7);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(5), 5U);
  EXPECT_EQ(random.below(1), 0U);
}

}  // namespace
}  // namespace evenhand
