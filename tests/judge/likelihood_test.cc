#include "judge/likelihood.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/judge/bench.h"

namespace evenhand {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

Question question_with(const std::string& right) {
  return {
      .id = {"q"}, .turns = {{.user = "?", .reference = right}}, .options = {"No.", " Yes", "é"}};
}

Answer answer_of(const std::vector<double>& logprobs) {
  Answer answer{.question = {"q"}, .model = {"ours"}, .turns = {}};
  for (const double logprob : logprobs) answer.turns.push_back({.text = "", .logprob = logprob});
  return answer;
}

std::string ruling_on(const std::string& right, const Answer& answer) {
  const auto rules = protocol_named("likelihood");
  const Question question = question_with(right);
  const Exhibit exhibit{.question = question, .candidate = answer};
  const auto games = rules->games(exhibit);
  EXPECT_EQ(games.size(), 1U);
  return text_of(*rules->rule_unasked(exhibit, games.at(0)));
}

TEST(Likelihood, IsWonByTheBestOptionAloneAndLostByATie) {
  EXPECT_EQ(ruling_on("A", answer_of({-1, -2, -3})), "100/100");
  EXPECT_EQ(ruling_on("A", answer_of({-2, -1, -3})), "0/100");
  EXPECT_EQ(ruling_on("A", answer_of({-1, -1, -3})), "0/100");
  EXPECT_EQ(ruling_on("B, A", answer_of({-1, -2, -3})), "100/100") << "A is right, too";
  EXPECT_EQ(ruling_on("B, A", answer_of({-1, -3, -2})), "0/100") << "B is the best one";
  EXPECT_EQ(ruling_on("A", answer_of({-1, kImpossible, kImpossible})), "100/100");
  EXPECT_EQ(ruling_on("A", answer_of({kImpossible, -900, kImpossible})), "0/100");
}

TEST(Likelihood, IsUnreadableWithoutANumberForEveryOption) {
  const std::string unreadable = "unreadable: not a log probability for every option";
  EXPECT_EQ(ruling_on("A", answer_of({-1, -2})), unreadable);
  EXPECT_EQ(ruling_on("A", answer_of({})), unreadable);
  EXPECT_EQ(ruling_on("A", answer_of({kImpossible, kImpossible, kImpossible})), unreadable);
  Answer answer = answer_of({-1, -2, -3});
  answer.turns[1].logprob.reset();
  EXPECT_EQ(ruling_on("A", answer), unreadable);
}

TEST(Likelihood, AsksForEachOptionBehindABlank) {
  const Question question = question_with("A");
  EXPECT_EQ(protocol_named("likelihood")->continuations(question),
            (std::vector<std::string>{" No.", " Yes", " é"}));
  EXPECT_EQ(protocol_named("likelihood_of_letters")->continuations(question),
            (std::vector<std::string>{" A", " B", " C"}));
  EXPECT_TRUE(protocol_named("multiple_choice")->continuations(question).empty());
}

TEST(Likelihood, ObjectsToWhatItCannotRuleOn) {
  const auto rules = protocol_named("likelihood");
  EXPECT_EQ(rules->objection_to(question_with("A")), std::nullopt);
  EXPECT_EQ(rules->objection_to(question_with("A, B, C")), "has no wrong option");
  EXPECT_EQ(rules->objection_to({.id = {"q"}, .turns = {{.user = "?"}}}), "has no 'options'");
  Question two = question_with("A");
  two.turns.push_back(two.turns.front());
  EXPECT_EQ(rules->objection_to(two), "has more than one turn");
  EXPECT_EQ(protocol_named("multiple_choice")->objection_to(question_with("A, B")),
            "has no single letter as its reference");
}

TEST(OptionLogprobs, AreDividedByTheLengthInCharacters) {
  const auto by_length =
      option_logprobs(question_with("C, B"), answer_of({-6, -6, -6}), LogprobUnit::by_length);
  ASSERT_TRUE(by_length);
  EXPECT_EQ(by_length->of_right, (std::vector<double>{-6, -2}));
  EXPECT_EQ(by_length->of_wrong, (std::vector<double>{-2}));
}

}  // namespace
}  // namespace evenhand
