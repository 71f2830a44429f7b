#include "base/rng.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace evenhand {
namespace {

// The reference implementation's first three numbers for seed 1234567 (Vigna's splitmix64.c).
TEST(Rng, GivesTheNumbersOfSplitMix64) {
  Rng rng(1234567);
  EXPECT_EQ(rng.next(), 6457827717110365317U);
  EXPECT_EQ(rng.next(), 3203168211198807973U);
  EXPECT_EQ(rng.next(), 9817491932198370423U);
}

TEST(Rng, HasAStreamOfItsOwnForEachPurpose) {
  EXPECT_EQ(Rng::for_purpose(7, "a").next(), Rng::for_purpose(7, "a").next());
  EXPECT_NE(Rng::for_purpose(7, "a").next(), Rng::for_purpose(7, "b").next());
  EXPECT_NE(Rng::for_purpose(7, "a").next(), Rng::for_purpose(8, "a").next());
}

TEST(Rng, DrawsEveryNumberBelowTheBoundEquallyOften) {
  Rng rng(7);
  std::array<int, 5> counts{};
  for (int i = 0; i < 50'000; ++i) ++counts.at(rng.below(5));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 450);  // five standard deviations
}

TEST(Rng, DrawsNormalNumbersOfMeanZeroAndVarianceOne) {
  Rng rng(7);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.016);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.023);
}

}  // namespace
}  // namespace evenhand
