#include "stats/position.h"

#include <gtest/gtest.h>

#include "tests/stats/verdicts.h"

namespace evenhand {
namespace {

const ModelId kOurs = {"ours"};

/// Both games of one question: the candidate's share read first, and read second.
std::vector<Verdict> pair_of(const char* question, double read_first, double read_second) {
  return {preferring(game_of(question, Seating::candidate_first), read_first),
          preferring(game_of(question, Seating::baseline_first), read_second)};
}

PositionEffect effect_of(const std::vector<std::vector<Verdict>>& pairs) {
  std::vector<Verdict> verdicts;
  std::vector<QuestionId> questions;
  for (const auto& pair : pairs) {
    questions.push_back(pair.front().game.question);
    verdicts.insert(verdicts.end(), pair.begin(), pair.end());
  }
  return position_effect(verdicts, kOurs, questions);
}

TEST(PositionEffect, CountsPairsThatKeepTheirWinner) {
  const auto effect = effect_of({pair_of("q1", 1.0, 1.0), pair_of("q2", 0.5, 0.5),
                                 pair_of("q3", 1.0, 0.0), pair_of("q4", 0.5, 1.0)});

  EXPECT_EQ(effect.pairs, 4U);
  EXPECT_EQ(effect.consistent, 2U);
  EXPECT_EQ(effect.consistency, (QuestionScores{1.0, 1.0, 0.0, 0.0}));
}

TEST(PositionEffect, SeesAJudgeThatAlwaysPicksTheFirst) {
  const auto effect = effect_of({pair_of("q1", 1.0, 0.0), pair_of("q2", 1.0, 0.0)});

  EXPECT_EQ(effect.consistent, 0U);
  EXPECT_EQ(effect.first_seat_share(), 1.0);
}

TEST(PositionEffect, CallsEvenHandsFair) {
  const auto effect =
      effect_of({pair_of("q1", 1.0, 0.0), pair_of("q2", 0.0, 1.0), pair_of("q3", 0.5, 1.0)});

  EXPECT_EQ(effect.first_seat, 1U);
  EXPECT_EQ(effect.second_seat, 1U);
  EXPECT_EQ(effect.first_seat_share(), 0.5);
}

TEST(PositionEffect, KeepsOpponentsApartAndSeesBothWhoMet) {
  auto other = pair_of("q1", 1.0, 0.0);
  for (Verdict& verdict : other) verdict.game.baseline = ModelId{"others"};
  const auto one = pair_of("q1", 1.0, 1.0);

  const auto effect = effect_of({one, other});
  EXPECT_EQ(effect.pairs, 2U);
  EXPECT_EQ(effect.consistent, 1U);
  const std::vector<QuestionId> questions = {{"q1"}};
  EXPECT_EQ(position_effect(one, {"theirs"}, questions).pairs, 1U);
}

TEST(PositionEffect, ReadsMarginsAsTheWinnerTheyName) {
  EXPECT_EQ(effect_of({pair_of("q1", 0.9, 0.6)}).consistent, 1U);
}

TEST(PositionEffect, LeavesOutTornPairsAndWhatNoJudgeSaw) {
  auto ruled = pair_of("q2", 0.5, 0.5);
  for (Verdict& verdict : ruled) verdict.by_rule = true;

  const auto effect = effect_of({{preferring(game_of("q1", Seating::candidate_first), 1.0),
                                  unreadable(game_of("q1", Seating::baseline_first))},
                                 ruled});

  EXPECT_EQ(effect.pairs, 0U);
  EXPECT_EQ(effect.consistency, (QuestionScores{std::nullopt, std::nullopt}));
  EXPECT_EQ(effect.first_seat_share(), std::nullopt);
}

}  // namespace
}  // namespace evenhand
