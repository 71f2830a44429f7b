#include "stats/ranks.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(RanksOf, GiveEqualValuesOneRankAndNoneToTheMissing) {
  const std::vector<std::optional<double>> values = {0.5, 0.7, std::nullopt, 0.5, 0.1};

  EXPECT_EQ(ranks_of(values), (std::vector<std::size_t>{2, 1, 0, 2, 4}));
}

TEST(RanksOf, AreAllFirstWhereAllAreEqual) {
  EXPECT_EQ(ranks_of(std::vector<std::optional<double>>(3, 0.5)),
            (std::vector<std::size_t>{1, 1, 1}));
}

TEST(RanksOf, AreNoneForNothing) {
  EXPECT_EQ(ranks_of(std::vector<std::optional<double>>{}), std::vector<std::size_t>{});
  EXPECT_EQ(ranks_of(std::vector<std::optional<double>>{std::nullopt}),
            (std::vector<std::size_t>{0}));
}

}  // namespace
}  // namespace evenhand
