#include "stats/ranks.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(RanksOf, GiveEqualValuesOneRankAndNoneToTheMissing) {
  const std::vector<std::optional<double>> values = {0.5, 0.7, std::nullopt, 0.5, 0.1};

  EXPECT_EQ(ranks_of(values), (std::vector<std::size_t>{2, 1, 0, 2, 4}));
}

}  // namespace
}  // namespace evenhand
