#include "stats/judge_habits.h"

#include <gtest/gtest.h>

#include <vector>

#include "stats/position.h"
#include "tests/stats/verdicts.h"

namespace evenhand {
namespace {

const ModelId kJudge = {"judge"};
const ModelId kOther = {"other"};
const std::vector<QuestionId> kQuestions = {{"q1"}, {"q2"}, {"q3"}};
constexpr auto kFirst = Seating::candidate_first;
constexpr auto kSecond = Seating::baseline_first;

Verdict by(const ModelId& judge, Verdict verdict) {
  verdict.game.judge = judge;
  return verdict;
}

TEST(PreferenceFor, CountsDecidedGamesOnly) {
  const std::vector<Verdict> verdicts = {preferring(game_of("q1", kFirst), 1.0),
                                         preferring(game_of("q1", kSecond), 1.0),
                                         preferring(game_of("q2", kFirst), 0.75),
                                         preferring(game_of("q2", kSecond), 0.5),
                                         unreadable(game_of("q3", kFirst)),
                                         failed(game_of("q3", kSecond)),
                                         by(kOther, preferring(game_of("q3", kFirst), 1.0))};

  EXPECT_EQ(preference_for(verdicts, kJudge, read_first, kQuestions),
            (QuestionScores{0.5, 1.0, std::nullopt}));
}

TEST(PreferenceFor, LeavesOutAnswersThatDoNotDiffer) {
  const std::vector<Verdict> verdicts = {preferring(game_of("q1", kFirst), 1.0),
                                         preferring(game_of("q2", kFirst), 0.0)};
  const auto longer = [](const Game& game) {
    return game.question.text == "q1" ? 0.0 : -120.0;
  };
  EXPECT_EQ(preference_for(verdicts, kJudge, longer, kQuestions),
            (QuestionScores{std::nullopt, 1.0, std::nullopt}));
}

TEST(PreferenceFor, SaysNothingOfGamesByRule) {
  Verdict same = preferring(game_of("q1", kFirst), 1.0);
  same.by_rule = true;
  EXPECT_EQ(preference_for(std::vector{same}, kJudge, read_first, kQuestions),
            QuestionScores(3, std::nullopt));
}

TEST(JudgesAgreement, ComparesGamesOfBoth) {
  const std::vector<Verdict> verdicts = {
      preferring(game_of("q1", kFirst), 1.0),
      preferring(game_of("q2", kFirst), 0.0),
      preferring(game_of("q3", kFirst), 0.5),
      by(kOther, preferring(game_of("q1", kFirst), 0.75)),  // the same winner, by less
      by(kOther, preferring(game_of("q2", kFirst), 1.0)),
      by(kOther, preferring(game_of("q3", kSecond), 0.5))};  // another game

  const JudgesAgreement found = judges_agreement(verdicts, kJudge, kOther, kQuestions);

  EXPECT_EQ(found.games, 2u);
  EXPECT_EQ(found.same, (QuestionScores{1.0, 0.0, std::nullopt}));
  ASSERT_TRUE(found.kappa);
  EXPECT_EQ(*found.kappa, 0.0);  // they agree on one of two, as chance would
}

TEST(JudgesAgreement, OfGradesIsTheSameGrade) {
  const auto graded = [](const ModelId& judge, double points) {
    return Verdict{.game = {.question = {"q1"}, .candidate = {"ours"}, .judge = judge},
                   .ruling = Grade{.points = points}};
  };
  const std::vector<Verdict> same = {graded(kJudge, 7.5), graded(kOther, 7.5)};
  const std::vector<Verdict> near = {graded(kJudge, 7.5), graded(kOther, 7.0)};
  EXPECT_EQ(judges_agreement(same, kJudge, kOther, kQuestions).same[0], 1.0);
  EXPECT_EQ(judges_agreement(near, kJudge, kOther, kQuestions).same[0], 0.0);
}

TEST(PositionEffectOfJudge, LeavesOutOtherJudges) {
  const std::vector<Verdict> verdicts = {preferring(game_of("q1", kFirst), 1.0),
                                         preferring(game_of("q1", kSecond), 0.0),
                                         by(kOther, preferring(game_of("q1", kFirst), 1.0)),
                                         by(kOther, preferring(game_of("q1", kSecond), 1.0))};

  EXPECT_EQ(position_effect_of_judge(verdicts, kJudge, kQuestions).first_seat, 1u);
  EXPECT_EQ(position_effect_of_judge(verdicts, kOther, kQuestions).consistent, 1u);
}

}  // namespace
}  // namespace evenhand
