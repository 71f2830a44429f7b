#include "run/rate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class RateTest : public testing::Test {
 protected:
  void write(const std::vector<std::array<std::string, 3>>& battles) {
    std::string text = "model_a,model_b,winner\n";
    for (const auto& [a, b, winner] : battles) text += a + "," + b + "," + winner + "\n";
    sample.files.files["b.csv"] = text;
  }

  Result<RateBoard> rated(RateOrder order = {}) {
    order.battles.path = "b.csv";
    order.resamples = std::min<std::size_t>(order.resamples, 200);
    return rate(order, sample.world());
  }

  const RatingRow& row(const RateBoard& board, const std::string& model) {
    for (const RatingRow& found : board.rows) {
      if (found.model == model) return found;
    }
    ADD_FAILURE() << model;
    return board.rows.front();
  }

  SampleWorld sample;
};

TEST_F(RateTest, FollowsTheClosedFormOfTwo) {
  write({{"a", "b", "model_a"},
         {"b", "a", "model_b"},
         {"a", "b", "model_a"},
         {"b", "a", "model_a"},
         {"b", "a", "tie"},
         {"a", "b", "tie (bothbad)"}});
  const auto board = rated();
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_NEAR(*row(*board, "a").rating - *row(*board, "b").rating, 400.0 * std::log10(2.0), 1e-6);
  EXPECT_EQ(row(*board, "a").wins, 3U);
  EXPECT_EQ(row(*board, "a").ties, 2U);
  EXPECT_EQ(row(*board, "b").losses, 3U);
  EXPECT_EQ(row(*board, "b").rank_lower, 1U) << "six battles settle nothing";
  EXPECT_EQ(row(*board, "a").rank_upper, 2U);
  ASSERT_EQ(board->open.size(), 1U);
  EXPECT_EQ(board->open[0].ahead, "a");
  EXPECT_NEAR(*board->predicted[0][1], 2.0 / 3.0, 1e-9);
}

TEST_F(RateTest, InventsNoRatingForTheUnbeaten) {
  write({{"top", "mid", "model_a"},
         {"top", "mid", "model_a"},
         {"mid", "low", "model_a"},
         {"low", "mid", "model_a"}});
  const auto board = rated();
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_TRUE(row(*board, "top").separated);
  EXPECT_FALSE(row(*board, "top").rating);
  EXPECT_FALSE(row(*board, "mid").separated);
  EXPECT_NEAR(*row(*board, "mid").rating, 1000.0, 1e-9) << "as if the unbeaten had not been there";
  EXPECT_EQ(board->rows.back().model, "top") << "without a number it cannot lead";
  EXPECT_EQ(board->warnings.at(0),
            "top has won or lost everything against the rest, so that no finite rating fits best");
}

TEST_F(RateTest, ComparesNobodyWhoNeverMet) {
  write({{"a", "b", "model_a"},
         {"b", "a", "model_a"},
         {"c", "d", "model_a"},
         {"d", "c", "model_a"},
         {"d", "c", "tie"}});
  const auto refused = rated();
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      to_text(refused.error()),
      "2 groups of models never met, so their ratings cannot be compared: a and 1 more; c and "
      "1 more\n  hint: --allow-disconnected rates each group by itself");
  const auto board = rated({.allow_disconnected = true});
  ASSERT_TRUE(board);
  EXPECT_EQ(board->components, (std::vector<std::vector<std::string>>{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(row(*board, "c").component, 1U);
}

TEST_F(RateTest, MovesWithAnAnchorOnlyWhatIsShown) {
  write({{"a", "b", "model_a"}, {"b", "a", "model_a"}, {"a", "b", "model_a"}});
  const auto plain = rated();
  const auto anchored = rated({.anchor = std::pair(std::string("b"), 1114.0)});
  ASSERT_TRUE(plain && anchored);
  EXPECT_NEAR(*row(*anchored, "b").rating, 1114.0, 1e-9);
  const double shift = 1114.0 - *row(*plain, "b").rating;
  EXPECT_NEAR(row(*anchored, "a").interval->low, row(*plain, "a").interval->low + shift, 1e-9);
  EXPECT_EQ(row(*anchored, "b").rank_upper, row(*plain, "b").rank_upper);
  const auto unknown = rated({.anchor = std::pair(std::string("bb"), 1114.0)});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().what, "the anchor 'bb' is in none of the battles");
}

TEST_F(RateTest, GivesTheSameDigitsForTheSameSeed) {
  write({{"a", "b", "model_a"},
         {"b", "a", "model_a"},
         {"a", "c", "model_a"},
         {"c", "b", "model_a"},
         {"c", "a", "tie"}});
  const auto one = rated({.seed = 7});
  const auto two = rated({.seed = 7});
  const auto other = rated({.seed = 8});
  ASSERT_TRUE(one && two && other);
  EXPECT_EQ(one->rows[0].interval, two->rows[0].interval);
  EXPECT_NE(one->rows[0].interval, other->rows[0].interval);
}

TEST_F(RateTest, KnowsThreeRulesForTies) {
  std::vector<std::array<std::string, 3>> battles;
  for (int i = 0; i < 8; ++i) battles.push_back({"a", "b", i < 6 ? "model_a" : "model_b"});
  for (int i = 0; i < 8; ++i) battles.push_back({"a", "b", "tie"});
  write(battles);
  const auto lead = [&](TieRule ties) {
    const auto board = rated({.ties = ties, .resamples = 0});
    EXPECT_TRUE(board);
    return *row(*board, "a").rating - *row(*board, "b").rating;
  };
  EXPECT_NEAR(lead(TieRule::half), 400.0 * std::log10(10.0 / 6.0), 1e-6);
  EXPECT_NEAR(lead(TieRule::drop), 400.0 * std::log10(3.0), 1e-6);
  EXPECT_NEAR(lead(TieRule::davidson), 400.0 * std::log10(3.0), 1e-6);
  EXPECT_NEAR(*rated({.ties = TieRule::davidson})->tie_weight, 8.0 / std::sqrt(12.0), 1e-9);
}

TEST_F(RateTest, GivesAnalyticIntervalsCloseToResampledOnes) {
  std::vector<std::array<std::string, 3>> battles;
  Rng rng(1);
  for (int i = 0; i < 900; ++i) {
    const char* names[] = {"a", "b", "c"};
    const std::size_t first = rng.below(3);
    const std::size_t second = (first + 1 + rng.below(2)) % 3;
    const double p =
        1.0 / (1.0 + std::exp(0.4 * (static_cast<double>(first) - static_cast<double>(second))));
    battles.push_back({names[first], names[second], rng.uniform() < p ? "model_a" : "model_b"});
  }
  write(battles);
  const auto resampled = rated();
  const auto analytic = rated({.intervals = RateIntervals::sandwich});
  ASSERT_TRUE(resampled && analytic);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(analytic->rows[i].interval->low, resampled->rows[i].interval->low, 4.0);
    EXPECT_NEAR(analytic->rows[i].interval->high, resampled->rows[i].interval->high, 4.0);
  }
}

TEST_F(RateTest, RefusesWhereNothingCounts) {
  write({{"a", "b", "tie"}});
  const auto board = rated({.ties = TieRule::drop});
  ASSERT_FALSE(board);
  EXPECT_EQ(board.error().what, "every battle is a tie, and ties are dropped");
}

}  // namespace
}  // namespace evenhand
