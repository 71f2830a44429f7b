#include "stats/candidate_ratings.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenhand {
namespace {

QuestionScores repeated(double share, std::size_t questions) {
  return QuestionScores(questions, share);
}

TEST(RateCandidates, FollowsTheClosedFormOfTwo) {
  const std::vector<PairScores> pairs = {{0, 1, {1.0, 1.0, 1.0, 0.0}}};
  const auto ratings = rate_candidates(pairs, 2, {.resamples = 200}, Rng(1));
  ASSERT_TRUE(ratings);
  EXPECT_NEAR((*ratings)[0].rating - (*ratings)[1].rating, 400.0 * std::log10(3.0), 1e-6);
  EXPECT_NEAR((*ratings)[0].rating + (*ratings)[1].rating, 2000.0, 1e-9);
  EXPECT_EQ((*ratings)[0].rank_high, 2U) << "four questions settle nothing";
  EXPECT_EQ((*ratings)[1].rank_low, 1U);
}

TEST(RateCandidates, SettlesRanksThatQuestionsDecide) {
  Rng rng(3);
  QuestionScores clear;
  QuestionScores close;
  for (int q = 0; q < 200; ++q) {
    clear.emplace_back(rng.uniform() < 0.8 ? 1.0 : 0.0);
    close.emplace_back(q % 2 == 0 ? 1.0 : 0.0);
  }
  const std::vector<PairScores> pairs = {{0, 1, close}, {0, 2, clear}, {1, 2, clear}};
  const auto ratings = rate_candidates(pairs, 3, {.resamples = 400}, Rng(1));
  ASSERT_TRUE(ratings);
  EXPECT_EQ((*ratings)[0].rank_low, 1U);
  EXPECT_EQ((*ratings)[0].rank_high, 2U);
  EXPECT_EQ((*ratings)[1].rank_high, 2U);
  EXPECT_EQ((*ratings)[2].rank_low, 3U);
  ASSERT_TRUE((*ratings)[2].interval);
  EXPECT_LT((*ratings)[2].interval->low, (*ratings)[2].rating);
  EXPECT_GT((*ratings)[2].interval->high, (*ratings)[2].rating);
}

TEST(RateCandidates, TakesOutWhatLengthExplains) {
  // The longer answer of two wins three times of four, whoever wrote it; the first writes long more
  // often.
  Rng rng(5);
  PairScores pair{0, 1, {}};
  std::vector<std::vector<double>> lengths(2);
  for (int q = 0; q < 2000; ++q) {
    const bool first_is_longer = rng.uniform() < 0.75;
    lengths[0].push_back(first_is_longer ? 900 : 300);
    lengths[1].push_back(first_is_longer ? 300 : 900);
    const bool longer_wins = rng.uniform() < 0.75;
    pair.scores.emplace_back(first_is_longer == longer_wins ? 1.0 : 0.0);
  }
  const std::vector<PairScores> pairs = {pair};
  const BootstrapPlan plan{.resamples = 200};
  const auto raw = rate_candidates(pairs, 2, plan, Rng(1));
  const auto equal = rate_candidates_at_equal_length(pairs, lengths, plan, Rng(1));
  ASSERT_TRUE(raw && equal);
  EXPECT_GT((*raw)[0].rating, 1030.0);
  ASSERT_TRUE((*equal)[0].interval);
  EXPECT_NEAR((*equal)[0].rating + (*equal)[1].rating, 2000.0, 1e-6);
  EXPECT_NEAR((*equal)[0].rating, 1000.0, 15.0) << "at equal length they are equal";
  EXPECT_LT((*equal)[0].interval->low, (*equal)[0].rating);
}

TEST(RateCandidates, GivesNoNumbersWhereNoneExist) {
  const BootstrapPlan plan{.resamples = 100};
  EXPECT_FALSE(rate_candidates({}, 2, plan, Rng(1)));
  EXPECT_FALSE(rate_candidates(std::vector<PairScores>{{0, 1, repeated(1.0, 5)}}, 2, plan, Rng(1)))
      << "one has won everything";
  EXPECT_FALSE(rate_candidates(
      std::vector<PairScores>{{0, 1, repeated(0.5, 5)}, {2, 3, repeated(0.5, 5)}}, 4, plan, Rng(1)))
      << "two groups that never met";
}

TEST(RateCandidates, IsTheSameForTheSameSeedOnAnyNumberOfThreads) {
  const std::vector<PairScores> pairs = {{0, 1, {0.75, 0.5, 0.25, 1.0, 0.5}}};
  const auto one = rate_candidates(pairs, 2, {.resamples = 200, .threads = 1}, Rng(5));
  const auto two = rate_candidates(pairs, 2, {.resamples = 200, .threads = 2}, Rng(5));
  ASSERT_TRUE(one && two);
  EXPECT_EQ((*one)[0].interval, (*two)[0].interval);
}

}  // namespace
}  // namespace evenhand
