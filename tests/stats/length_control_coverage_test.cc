#include <gtest/gtest.h>

#include <cstdio>

#include "stats/joint_length_control.h"
#include "stats/length_control.h"
#include "tests/stats/simulated_board.h"

namespace evenhand {
namespace {

constexpr int kBoards = 200;
// Fewer than a report draws, to save time: tails of 2.5 % need some hundreds.
constexpr BootstrapPlan kPlan = {.resamples = 400};

/// How often something held the truth.
struct Coverage {
  int held = 0;
  int asked = 0;

  void count(bool holds) {
    ++asked;
    if (holds) ++held;
  }
  double share() const { return static_cast<double>(held) / asked; }
};

bool holds(const std::optional<Interval>& interval, double truth) {
  return interval && interval->low <= truth && truth <= interval->high;
}

SimulatedBoards boards_of(std::size_t questions) {
  return {.questions = questions, .candidates = {{0.0, 1.8}, {0.0, 1.0}, {0.0, 0.6}, {0.8, 1.5}}};
}

TEST(JointLengthControlInterval, HoldsTheTruthAsOftenAsItSays) {
  for (const std::size_t questions : {50U, 150U}) {
    const SimulatedBoards boards = boards_of(questions);
    Coverage controlled;
    Coverage raw;
    double bias = 0.0;
    Rng rng(questions);
    for (int b = 0; b < kBoards; ++b) {
      const auto board = boards.draw(rng);
      const auto result = control_length_jointly(board.cells, kPlan, Rng(rng.next()));
      for (std::size_t c = 0; c < boards.candidates.size(); ++c) {
        const double truth = boards.true_win_rate(c);
        std::vector<double> shares;
        for (const LengthCell& cell : board.cells[c]) shares.push_back(*cell.share);
        controlled.count(holds(result.candidates[c].interval, truth));
        raw.count(holds(mean_interval(shares, kPlan, {}, Rng(rng.next())), truth));
        bias += (*result.candidates[c].win_rate - truth) / kBoards / 4.0;
      }
    }
    std::printf("%zu questions, %d boards of 4: length-controlled %.3f, raw %.3f, bias %+.4f\n",
                questions, kBoards, controlled.share(), raw.share(), bias);
    EXPECT_GE(controlled.share(), 0.93) << questions;
    EXPECT_LE(controlled.share(), 0.98) << questions;
    EXPECT_LT(raw.share(), controlled.share());
    EXPECT_NEAR(bias, 0.0, 0.01);
  }
}

TEST(LengthControlInterval, HoldsTheTruthWhereThePublishedErrorDoesNot) {
  const SimulatedBoards boards = boards_of(150);
  Coverage refitted;
  Coverage published;
  Rng rng(7);
  for (int b = 0; b < kBoards; ++b) {
    const auto board = boards.draw(rng);
    for (const std::size_t c : {0U, 3U}) {
      std::vector<LengthControlRow> rows;
      for (std::size_t q = 0; q < boards.questions; ++q) {
        const LengthCell& cell = board.cells[c][q];
        rows.push_back(
            {cell.share, cell.baseline_length, cell.candidate_length, board.difficulties[q]});
      }
      const auto fit = fit_length_control(rows, {});
      const double truth = boards.true_win_rate(c);
      const double half = 1.96 * fit->published_standard_error;
      published.count(std::abs(fit->win_rate - truth) <= half);
      refitted.count(holds(length_control_interval(rows, {}, kPlan, Rng(rng.next())), truth));
    }
  }
  std::printf("150 questions, %d boards of 2: refitted interval %.3f, published error %.3f\n",
              kBoards, refitted.share(), published.share());
  EXPECT_GE(refitted.share(), 0.93);
  EXPECT_LE(refitted.share(), 0.98);
  EXPECT_LT(published.share(), 0.85);
}

}  // namespace
}  // namespace evenhand
