#include "stats/joint_length_control.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/stats/simulated_board.h"

namespace evenhand {
namespace {

constexpr BootstrapPlan kFew = {.resamples = 50};

using Cells = std::vector<std::vector<LengthCell>>;

Cells drawn(const std::vector<SimulatedCandidate>& candidates, std::uint64_t seed) {
  Rng rng(seed);
  return SimulatedBoards{.questions = 300, .candidates = candidates}.draw(rng).cells;
}

double raw_win_rate(const std::vector<LengthCell>& cells) {
  double sum = 0.0;
  for (const LengthCell& cell : cells) sum += *cell.share;
  return sum / static_cast<double>(cells.size());
}

TEST(JointLengthControl, TakesTheJudgesLoveOfLengthOut) {
  const Cells board = drawn({{0.0, 2.0}, {0.0, 0.5}, {0.0, 1.0}}, 1);
  ASSERT_GT(raw_win_rate(board[0]), 0.57);
  ASSERT_LT(raw_win_rate(board[1]), 0.43);

  const auto result = control_length_jointly(board, {.resamples = 200}, Rng(1));

  for (const LengthControlledCandidate& candidate : result.candidates) {
    ASSERT_TRUE(candidate.win_rate && candidate.interval);
    EXPECT_NEAR(*candidate.win_rate, 0.5, 0.09);
    EXPECT_LT(candidate.interval->low, 0.5);
    EXPECT_GT(candidate.interval->high, 0.5);
    EXPECT_LT(candidate.length_weight, -0.3);
  }
}

TEST(JointLengthControl, HoldsLengthWeightsToACommonOne) {
  // Too few questions to tell candidates' weights apart.
  Rng rng(10);
  SimulatedBoards boards{.questions = 40};
  boards.candidates = {{0.0, 2.0}, {0.0, 0.5}, {0.0, 1.0}, {0.5, 1.5}};

  const auto result = control_length_jointly(boards.draw(rng).cells, kFew, Rng(1));

  for (const LengthControlledCandidate& candidate : result.candidates) {
    EXPECT_NEAR(candidate.length_weight, result.common_length_weight, 0.5);
  }
}

TEST(JointLengthControl, IsTheWinRateWhereLengthsAreEqual) {
  Cells board = drawn({{0.5, 1.0}, {-0.5, 1.0}}, 2);
  for (auto& cells : board) {
    for (LengthCell& cell : cells) cell.candidate_length = cell.baseline_length;
  }

  const auto result = control_length_jointly(board, kFew, Rng(1));

  for (std::size_t c = 0; c < board.size(); ++c) {
    EXPECT_NEAR(*result.candidates[c].win_rate, raw_win_rate(board[c]), 1e-4);
    EXPECT_EQ(result.candidates[c].remark, std::nullopt);
  }
}

TEST(JointLengthControl, IsOneMinusItselfSeenFromTheBaseline) {
  const Cells board = drawn({{0.5, 1.6}, {-0.2, 0.8}}, 3);
  Cells mirrored = board;
  for (auto& cells : mirrored) {
    for (LengthCell& cell : cells) {
      cell.share = 1.0 - *cell.share;
      std::swap(cell.baseline_length, cell.candidate_length);
    }
  }

  const auto ours = control_length_jointly(board, kFew, Rng(1));
  const auto theirs = control_length_jointly(mirrored, kFew, Rng(1));

  for (std::size_t c = 0; c < board.size(); ++c) {
    EXPECT_NEAR(*ours.candidates[c].win_rate, 1.0 - *theirs.candidates[c].win_rate, 1e-9);
    EXPECT_NEAR(ours.candidates[c].interval->low, 1.0 - theirs.candidates[c].interval->high, 1e-4);
  }
}

TEST(JointLengthControl, WorksForOneCandidate) {
  const auto result = control_length_jointly(drawn({{0.0, 2.0}}, 4), {.resamples = 200}, Rng(1));

  ASSERT_TRUE(result.candidates.at(0).interval);
  EXPECT_LT(result.candidates[0].interval->low, 0.5);
  EXPECT_GT(result.candidates[0].interval->high, 0.5);
  for (const double difficulty : result.difficulties) EXPECT_NEAR(difficulty, 0.0, 1e-6);
}

TEST(JointLengthControl, FindsDifficultyWhereCandidatesShareIt) {
  Rng rng(5);
  SimulatedBoards boards{.questions = 200, .difficulty_spread = 2.0};
  for (int c = 0; c < 8; ++c) boards.candidates.push_back({.quality = 0.2 * c - 0.7});
  const auto board = boards.draw(rng);

  const auto result = control_length_jointly(board.cells, kFew, Rng(1));

  const double dot = std::inner_product(result.difficulties.begin(), result.difficulties.end(),
                                        board.difficulties.begin(), 0.0);
  const auto square = [](const std::vector<double>& x) {
    return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  };
  EXPECT_GT(dot / std::sqrt(square(result.difficulties) * square(board.difficulties)), 0.8);
}

TEST(JointLengthControl, SaysThatLengthCannotBeToldFromQuality) {
  Cells board = drawn({{0.5, 1.0}}, 6);
  for (LengthCell& cell : board[0]) cell.candidate_length = cell.baseline_length + 200.0;

  const auto result = control_length_jointly(board, kFew, Rng(1));

  EXPECT_EQ(result.candidates[0].win_rate, std::nullopt);
  EXPECT_EQ(result.candidates[0].interval, std::nullopt);
  EXPECT_EQ(result.candidates[0].remark,
            "answers differ from the baseline's by the same length throughout, so length cannot be "
            "told from quality");
}

TEST(JointLengthControl, SaysThatEqualLengthWasNeverSeen) {
  Cells board = drawn({{0.5, 1.0}, {0.0, 1.0}}, 7);
  for (LengthCell& cell : board[0]) cell.candidate_length = 1.5 * cell.baseline_length;

  const auto result = control_length_jointly(board, kFew, Rng(1));

  EXPECT_EQ(result.candidates[0].longer_share, 1.0);
  EXPECT_EQ(result.candidates[0].remark,
            "answers are longer than the baseline's on 300 of 300 questions, so the win rate at "
            "equal length is extrapolated");
  EXPECT_EQ(result.candidates[1].remark, std::nullopt);
}

TEST(JointLengthControl, ClaimsNoCertaintyForACandidateThatAlwaysWins) {
  Cells board = drawn({{0.0, 1.0}, {0.0, 1.0}}, 8);
  for (LengthCell& cell : board[0]) cell.share = 1.0;

  const auto result = control_length_jointly(board, kFew, Rng(1));

  EXPECT_GT(*result.candidates[0].win_rate, 0.98);
  EXPECT_EQ(result.candidates[0].interval, std::nullopt);
  EXPECT_TRUE(result.candidates[1].interval);
}

TEST(JointLengthControl, LearnsNothingFromCellsWithoutAShare) {
  Cells board = drawn({{0.0, 1.5}, {0.3, 0.8}}, 9);
  board.emplace_back(300);                      // a third one, never judged
  for (auto& cells : board) cells.resize(310);  // ten questions that nobody was judged on
  const Cells dense = {{board[0].begin(), board[0].begin() + 300},
                       {board[1].begin(), board[1].begin() + 300}};

  const auto result = control_length_jointly(board, kFew, Rng(1));
  const auto expected = control_length_jointly(dense, kFew, Rng(1));

  EXPECT_EQ(result.candidates.at(2).win_rate, std::nullopt);
  EXPECT_EQ(result.difficulties.size(), 310U);
  EXPECT_NEAR(*result.candidates[0].win_rate, *expected.candidates[0].win_rate, 0.01);
}

TEST(WinRateWhenLonger, CrossesTheWinRateAtEqualLength) {
  Cells board = drawn({{0.5, 1.5}, {-0.5, 0.7}}, 9);
  for (auto& cells : board) cells[0].share.reset();  // a question that nobody was judged on
  const auto fit = control_length_jointly(board, kFew, Rng(1));

  for (std::size_t c = 0; c < board.size(); ++c) {
    EXPECT_NEAR(*win_rate_when_longer(fit, board, c, 0.0), *fit.candidates[c].win_rate, 1e-12);
    // This judge loves length.
    EXPECT_GT(*win_rate_when_longer(fit, board, c, 500.0), *fit.candidates[c].win_rate);
    EXPECT_LT(*win_rate_when_longer(fit, board, c, -500.0), *fit.candidates[c].win_rate);
  }
  EXPECT_EQ(win_rate_when_longer({}, {}, 0, 0.0), std::nullopt);
}

TEST(JointLengthControl, IsEmptyForNothing) {
  EXPECT_TRUE(control_length_jointly({}, kFew, Rng(1)).candidates.empty());
  EXPECT_EQ(control_length_jointly(Cells(2), kFew, Rng(1)).candidates.at(1).win_rate, std::nullopt);
}

}  // namespace
}  // namespace evenhand
