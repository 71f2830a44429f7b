#include "stats/score_games.h"

#include <gtest/gtest.h>

#include "tests/stats/verdicts.h"

namespace evenhand {
namespace {

const ModelId kOurs = {"ours"};
const std::vector<QuestionId> kOne = {{"q1"}};

std::optional<double> score_of(const std::vector<Verdict>& verdicts) {
  return ScoreTable(verdicts).pooled(kOurs, kOne).at(0);
}

Game first(int repeat = 0) {
  Game game = game_of("q1", Seating::candidate_first);
  game.repeat = repeat;
  return game;
}

Game second() { return game_of("q1", Seating::baseline_first); }

Game of_judge(const char* judge, Seating seating) {
  Game game = game_of("q1", seating);
  game.judge = {judge};
  return game;
}

Game of_turn(int turn, Seating seating) {
  Game game = game_of("q1", seating);
  game.turn = turn;
  return game;
}

TEST(ScoreTable, AveragesBothSeatings) {
  EXPECT_EQ(score_of({preferring(first(), 1.0), preferring(second(), 0.0)}), 0.5);
  EXPECT_EQ(score_of({preferring(first(), 1.0), preferring(second(), 1.0)}), 1.0);
  EXPECT_EQ(score_of({preferring(first(), 1.0), preferring(second(), 0.5)}), 0.75);
}

TEST(ScoreTable, AveragesRepeatsWithinASeatingFirst) {
  // Three readable repeats from one seat count no more than one from the other.
  EXPECT_EQ(score_of({preferring(first(0), 1.0), preferring(first(1), 1.0),
                      preferring(first(2), 1.0), preferring(second(), 0.0)}),
            0.5);
  EXPECT_EQ(score_of({preferring(first(0), 1.0), unreadable(first(1)), preferring(second(), 0.0)}),
            0.5);
}

TEST(ScoreTable, AveragesSeatingsBeforeTurns) {
  // Three games in all, two of them won; the first turn counts one half, the second one.
  EXPECT_EQ(score_of({preferring(of_turn(0, Seating::candidate_first), 1.0),
                      preferring(of_turn(0, Seating::baseline_first), 0.0),
                      preferring(of_turn(1, Seating::candidate_first), 1.0)}),
            0.75);
}

TEST(ScoreTable, AveragesTurnsBeforeJudges) {
  Game other = of_judge("another", Seating::candidate_first);
  EXPECT_EQ(
      score_of({preferring(of_turn(0, Seating::candidate_first), 1.0),
                preferring(of_turn(1, Seating::candidate_first), 1.0), preferring(other, 0.0)}),
      0.5);
}

TEST(ScoreTable, CountsATieByRuleAsATie) {
  Verdict ruled = preferring(first(), 0.5);
  ruled.by_rule = true;

  EXPECT_EQ(score_of({ruled}), 0.5);
}

TEST(ScoreTable, KeepsCandidatesApart) {
  Verdict of_others = preferring(first(), 0.0);
  of_others.game.candidate = {"others"};

  EXPECT_EQ(score_of({preferring(first(), 1.0), of_others}), 1.0);
}

TEST(ScoreTable, HasNoScoreForATornPair) {
  EXPECT_EQ(score_of({preferring(first(), 1.0), unreadable(second())}), std::nullopt);
  EXPECT_EQ(score_of({failed(first()), preferring(second(), 1.0)}), std::nullopt);
}

TEST(ScoreTable, TakesOneSeatingWhereOneWasPlayed) {
  EXPECT_EQ(score_of({preferring(second(), 1.0)}), 1.0);
}

TEST(ScoreTable, AveragesJudgesThatHaveAScore) {
  const std::vector<Verdict> verdicts = {preferring(of_judge("a", Seating::candidate_first), 1.0),
                                         preferring(of_judge("a", Seating::baseline_first), 1.0),
                                         preferring(of_judge("b", Seating::candidate_first), 0.0),
                                         preferring(of_judge("b", Seating::baseline_first), 0.0),
                                         preferring(of_judge("c", Seating::candidate_first), 1.0),
                                         unreadable(of_judge("c", Seating::baseline_first))};
  const ScoreTable table(verdicts);

  EXPECT_EQ(table.pooled(kOurs, kOne).at(0), 0.5);
  EXPECT_EQ(table.by_judge(kOurs, {"a"}, kOne).at(0), 1.0);
  EXPECT_EQ(table.by_judge(kOurs, {"b"}, kOne).at(0), 0.0);
  EXPECT_EQ(table.by_judge(kOurs, {"c"}, kOne).at(0), std::nullopt);
}

TEST(ScoreTable, AveragesTurnsAndNeedsEachOfThem) {
  std::vector<Verdict> verdicts = {preferring(of_turn(0, Seating::candidate_first), 1.0),
                                   preferring(of_turn(1, Seating::candidate_first), 0.0)};
  EXPECT_EQ(score_of(verdicts), 0.5);
  EXPECT_EQ(ScoreTable(verdicts).by_turn(kOurs, 0, kOne).at(0), 1.0);
  EXPECT_EQ(ScoreTable(verdicts).by_turn(kOurs, 1, kOne).at(0), 0.0);

  verdicts[1] = unreadable(of_turn(1, Seating::candidate_first));

  EXPECT_EQ(score_of(verdicts), std::nullopt);
  EXPECT_EQ(ScoreTable(verdicts).by_turn(kOurs, 0, kOne).at(0), 1.0);
}

TEST(ScoreTable, CountsAPreferenceForBothWhoMet) {
  const ScoreTable table(std::vector<Verdict>{preferring(first(), 1.0), preferring(second(), 0.5)});

  EXPECT_EQ(table.pooled({"theirs"}, kOne).at(0), 0.25);
  EXPECT_EQ(table.against(kOurs, {"theirs"}, kOne).at(0), 0.75);
  EXPECT_EQ(table.against({"theirs"}, kOurs, kOne).at(0), 0.25);
}

TEST(ScoreTable, AveragesOpponentsThatHaveAScore) {
  Game other = first();
  other.baseline = ModelId{"others"};
  Game third = first();
  third.baseline = ModelId{"third"};
  const ScoreTable table(
      std::vector<Verdict>{preferring(first(), 1.0), preferring(other, 0.0), unreadable(third)});

  EXPECT_EQ(table.pooled(kOurs, kOne).at(0), 0.5);
  EXPECT_EQ(table.against(kOurs, {"others"}, kOne).at(0), 0.0);
  EXPECT_EQ(table.against(kOurs, {"third"}, kOne).at(0), std::nullopt);
}

TEST(ScoreTable, TakesSamplesOfAnAnswerForRepeats) {
  Game again = first();
  again.sample = 1;
  EXPECT_EQ(score_of({preferring(first(), 1.0), preferring(again, 0.0)}), 0.5);
}

TEST(ScoreTable, ReadsGradesAsSharesOfTheMaximum) {
  Verdict graded{.game = first(), .ruling = Grade{.points = 7.0, .out_of = 10.0}};

  EXPECT_EQ(score_of({graded}), 0.7);
}

TEST(ScoreTable, HasNoScoreForWhatWasNotPlayed) {
  const std::vector<Verdict> verdicts = {preferring(first(), 1.0)};
  const std::vector<QuestionId> questions = {{"q2"}, {"q1"}};

  const QuestionScores scores = ScoreTable(verdicts).pooled(kOurs, questions);

  EXPECT_EQ(scores, (QuestionScores{std::nullopt, 1.0}));
  EXPECT_EQ(ScoreTable(verdicts).pooled({"others"}, kOne).at(0), std::nullopt);
}

TEST(MeanOf, IsNothingForNothing) {
  EXPECT_EQ(mean_of({}), std::nullopt);
  EXPECT_EQ(mean_of(present(QuestionScores{0.25, std::nullopt, 0.75})), 0.5);
}

}  // namespace
}  // namespace evenhand
