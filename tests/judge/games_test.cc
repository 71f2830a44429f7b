#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/judge/bench.h"

namespace evenhand {
namespace {

Table two_turns() { return Table().turn("2 + 2?", "four", "five").turn("Sure?", "Yes.", "No."); }

// "0c0" is turn 0, candidate first, repeat 0.
std::string order_of(const std::vector<Game>& games) {
  std::string order;
  for (const Game& game : games) {
    order += order.empty() ? "" : " ";
    order += std::to_string(game.turn);
    order += game.seating == Seating::candidate_first ? 'c' : 'b';
    order += std::to_string(game.repeat);
  }
  return order;
}

TEST(Games, ArePlayedTurnByTurnFromBothSeats) {
  const Table table = two_turns();
  for (const char* name : {"pairwise", "pairwise_five", "logprob"}) {
    EXPECT_EQ(order_of(protocol_named(name)->games(table.both())), "0c0 0b0 1c0 1b0") << name;
  }
}

TEST(Games, AreRepeated) {
  const Table table = Table().turn("q", "a", "b");
  EXPECT_EQ(order_of(protocol_named("pairwise", {.repeats = 2})->games(table.both())),
            "0c0 0b0 0c1 0b1");
  EXPECT_EQ(order_of(protocol_named("graded", {.repeats = 2})->games(table.alone())), "0c0 0c1");
}

TEST(Games, SayWhoPlays) {
  const Table table = Table().turn("q", "a", "b");

  const Game pair = protocol_named("pairwise")->games(table.both()).at(0);
  const Game alone = protocol_named("graded")->games(table.both()).at(0);

  EXPECT_EQ(pair.question.text, "q1");
  EXPECT_EQ(pair.candidate.text, "ours");
  EXPECT_EQ(pair.baseline, ModelId{"theirs"});
  EXPECT_EQ(pair.judge.text, "");
  EXPECT_EQ(alone.baseline, std::nullopt);
}

TEST(Games, EndWithTheLastTurnThatBothAnswered) {
  Table table = two_turns();
  table.baseline.turns.pop_back();
  EXPECT_EQ(order_of(protocol_named("pairwise")->games(table.both())), "0c0 0b0");
  EXPECT_EQ(order_of(protocol_named("graded")->games(table.both())), "0c0 1c0");
}

Seating drawn(const std::string& question, std::uint64_t seed, const std::string& candidate) {
  Table table = Table().turn(question, "a", "b").turn("more", "c", "d");
  table.candidate.model.text = candidate;
  const auto games =
      protocol_named("pairwise", {.seats = Seats::drawn, .seed = seed})->games(table.both());
  EXPECT_EQ(games.size(), 2u);
  EXPECT_EQ(games.at(0).seating, games.at(1).seating) << "one seating for the whole question";
  return games.at(0).seating;
}

TEST(DrawnSeats, AreTheSameForEveryCandidateAndEvenOverQuestions) {
  int candidate_first = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string question = "question " + std::to_string(i);
    const Seating seating = drawn(question, 7, "one");
    EXPECT_EQ(seating, drawn(question, 7, "two"));
    candidate_first += seating == Seating::candidate_first ? 1 : 0;
  }
  EXPECT_NEAR(candidate_first, 500, 50);  // three standard deviations
}

TEST(DrawnSeats, DependOnTheSeed) {
  std::set<Seating> seen;
  for (std::uint64_t seed = 0; seed < 20; ++seed) seen.insert(drawn("q", seed, "one"));
  EXPECT_EQ(seen.size(), 2u);
}

TEST(EqualAnswers, AreATieThatNobodyNeedsToJudge) {
  Table table = Table().turn("q", "same", "same").turn("more", "same", "same ");
  for (const char* name : {"pairwise", "pairwise_five", "logprob"}) {
    const auto protocol = protocol_named(name);
    const auto first = protocol->rule_unasked(table.both(), {.turn = 0});
    ASSERT_TRUE(first) << name;
    EXPECT_EQ(text_of(*first), "0.5");
    EXPECT_FALSE(protocol->rule_unasked(table.both(), {.turn = 1})) << name;
  }
  EXPECT_FALSE(protocol_named("graded")->rule_unasked(table.both(), {.turn = 0}));
}

TEST(EqualAnswers, AreNoneWhenAnEarlierTurnDiffered) {
  const Table table = Table().turn("q", "one", "two").turn("more", "same", "same");
  EXPECT_FALSE(protocol_named("pairwise")->rule_unasked(table.both(), {.turn = 1}));
}

}  // namespace
}  // namespace evenhand
