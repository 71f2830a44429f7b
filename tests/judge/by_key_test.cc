#include "judge/by_key.h"

#include <gtest/gtest.h>

#include "tests/judge/bench.h"

namespace evenhand {
namespace {

std::string ruling_on(const std::string& protocol, const Question& question,
                      const std::string& answer, VerdictGrammar grammar = VerdictGrammar::strict) {
  const auto rules = protocol_named(protocol, {.grammar = grammar});
  const Answer said{.question = question.id, .model = {"ours"}, .turns = {{.text = answer}}};
  const Exhibit exhibit{.question = question, .candidate = said};
  const auto games = rules->games(exhibit);
  EXPECT_EQ(games.size(), 1U);
  return text_of(*rules->rule_unasked(exhibit, games.at(0)));
}

Question choice_question() {
  return {.id = {"q"}, .turns = {{.user = "?", .reference = "B"}}, .options = {"one", "two"}};
}

Question emotion_question() {
  return {.id = {"q"}, .turns = {{.user = "?", .reference = "Sad: 0\nGlad: 5\nCalm: 0\nMad: 5"}}};
}

TEST(MultipleChoice, IsRightWrongOrUnreadableAndNeverASilentZero) {
  EXPECT_EQ(ruling_on("multiple_choice", choice_question(), "Answer: B"), "100/100");
  EXPECT_EQ(ruling_on("multiple_choice", choice_question(), "Answer: A"), "0/100");
  EXPECT_EQ(ruling_on("multiple_choice", choice_question(), "Answer: C"),
            "unreadable: the reply chooses no option");
}

TEST(MultipleChoice, ReadsAsSimpleEvalsDoesWhereTold) {
  EXPECT_EQ(
      ruling_on("multiple_choice", choice_question(), "Answer: Both", VerdictGrammar::upstream),
      "100/100");
  EXPECT_EQ(ruling_on("multiple_choice", choice_question(), "(B)", VerdictGrammar::upstream),
            "unreadable: the reply chooses no option");
}

TEST(EqBench, GivesPointsOnItsScaleOfAHundred) {
  EXPECT_EQ(ruling_on("eq_bench", emotion_question(), "Sad: 0\nGlad: 5\nCalm: 0\nMad: 5"),
            "100/100");
  EXPECT_EQ(ruling_on("eq_bench", emotion_question(), "Sad: 0\nGlad: 5\nCalm: 0"),
            "unreadable: the reply does not have an intensity for every emotion");
}

TEST(EqBench, CountsAnIntensityAboveTenOnlyAsUpstreamDoes) {
  const std::string answer = "Sad: 0\nGlad: 11\nCalm: 0\nMad: 5";
  EXPECT_EQ(ruling_on("eq_bench", emotion_question(), answer), "unreadable: an intensity above 10");
  EXPECT_EQ(
      ruling_on("eq_bench", emotion_question(), answer, VerdictGrammar::upstream).substr(0, 6),
      "55.138");
}

TEST(ByKey, ObjectsToQuestionsThatItHasNoKeyFor) {
  const auto choice = protocol_named("multiple_choice");
  EXPECT_EQ(choice->objection_to(choice_question()), std::nullopt);
  EXPECT_EQ(choice->objection_to(emotion_question()), "has no 'options'");
  const auto emotions = protocol_named("eq_bench");
  EXPECT_EQ(emotions->objection_to(emotion_question()), std::nullopt);
  EXPECT_EQ(emotions->objection_to(choice_question()),
            "needs a reference with four lines 'label: intensity', found 0");
  Question beyond = emotion_question();
  beyond.turns[0].reference = "Sad: 0\nGlad: 5\nCalm: 0\nMad: 12";
  EXPECT_EQ(emotions->objection_to(beyond), "has a key with an intensity outside 0 to 10");
}

}  // namespace
}  // namespace evenhand
