#include "stats/self_consistency.h"

#include <gtest/gtest.h>

#include "tests/stats/verdicts.h"

namespace evenhand {
namespace {

Verdict grade(const char* question, int repeat, double points) {
  Game game{.question = {question}, .candidate = {"ours"}, .judge = {"judge"}, .repeat = repeat};
  return {.game = std::move(game), .ruling = Grade{.points = points}};
}

const std::vector<QuestionId> kQuestions = {{"q1"}, {"q2"}};

TEST(SelfConsistency, ComparesRepeatsOfOneGame) {
  const std::vector<Verdict> verdicts = {grade("q1", 0, 7), grade("q1", 1, 7), grade("q1", 2, 9),
                                         grade("q2", 0, 4), grade("q2", 1, 4)};
  const SelfConsistency found = self_consistency(verdicts, {"judge"}, kQuestions);
  EXPECT_EQ(found.pairs, 4U);
  EXPECT_EQ(found.changed, (QuestionScores{2.0 / 3.0, 0.0}));
  ASSERT_TRUE(found.mean_change);
  EXPECT_DOUBLE_EQ(*found.mean_change, (0.0 + 2.0 + 2.0 + 0.0) / 4.0);
}

TEST(SelfConsistency, KeepsSeatsAndJudgesApart) {
  Verdict other_seat = preferring(game_of("q1", Seating::baseline_first), 0.0);
  Verdict other_judge = preferring(game_of("q1", Seating::candidate_first), 0.0);
  other_judge.game.judge = {"another"};
  const std::vector<Verdict> verdicts = {preferring(game_of("q1", Seating::candidate_first), 1.0),
                                         other_seat, other_judge};
  const SelfConsistency found = self_consistency(verdicts, {"judge"}, kQuestions);
  EXPECT_EQ(found.pairs, 0U);
  EXPECT_EQ(found.mean_change, std::nullopt);
  EXPECT_EQ(found.changed, (QuestionScores{std::nullopt, std::nullopt}));
}

TEST(SelfConsistency, LeavesOutWhatCouldNotBeReadAndWhatNoJudgeSaw) {
  Verdict ruled = preferring(game_of("q1", Seating::candidate_first), 0.5);
  ruled.by_rule = true;
  const std::vector<Verdict> verdicts = {preferring(game_of("q1", Seating::candidate_first), 1.0),
                                         unreadable(game_of("q1", Seating::candidate_first)),
                                         ruled};
  EXPECT_EQ(self_consistency(verdicts, {"judge"}, kQuestions).pairs, 0U);
}

}  // namespace
}  // namespace evenhand
