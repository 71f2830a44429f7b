#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "judge/identifier_mass.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

TokenLogprob token(const std::string& text, double probability) {
  return {text, std::log(probability)};
}

std::string share_text(const std::vector<TokenChoice>& choices,
                       const Identifiers& identifiers = {}) {
  const auto share = first_share(choices, identifiers);
  if (const auto* fault = std::get_if<Fault>(&share)) return std::string(text_of(*fault));
  return text_of(Preference{.candidate_share = std::get<double>(share)});
}

const std::string kLittle = "less than half of the probability lies on the identifiers";

TEST(LogprobRead, IsTheShareOfTheFirstIdentifier) {
  EXPECT_EQ(share_text({{token("m", 0.6), {token("m", 0.6), token("M", 0.2)}}}), "0.75");
}

TEST(LogprobRead, AddsUpSpellings) {
  EXPECT_EQ(share_text({{token("m", 0.3),
                         {token("m", 0.3), token(" m", 0.2), token("\xC4\xA0m", 0.1),
                          token("M", 0.1), token("M\n", 0.1), token("\xE2\x96\x81M", 0.0)}}}),
            "0.75");
}

TEST(LogprobRead, MindsTheCaseOnlyWhereItTellsTheIdentifiersApart) {
  const std::vector<TokenChoice> choices = {
      {token("A", 0.3), {token("A", 0.3), token(" a", 0.3), token("b", 0.2)}}};
  EXPECT_EQ(share_text(choices, {"A", "B"}), "0.75");
}

TEST(LogprobRead, CountsATokenOnceWhereverItIsListed) {
  EXPECT_EQ(share_text({{token("m", 0.5), {token("m", 0.5), token("m", 0.5), token("M", 0.5)}}}),
            "0.5");
}

TEST(LogprobRead, CountsTheChosenTokenWhenTheListLeavesItOut) {
  EXPECT_EQ(share_text({{token("m", 0.6), {}}}), "1");
}

TEST(LogprobRead, GoesToTheFirstPositionThatAnswers) {
  const TokenChoice preamble{token("The", 0.9), {token("The", 0.9), token("m", 0.05)}};
  const TokenChoice blank{token("\n", 1.0), {}};
  const TokenChoice answer{token("M", 0.8), {token("M", 0.8), token("m", 0.2)}};
  const TokenChoice later{token("m", 1.0), {}};
  EXPECT_EQ(share_text({preamble, blank, answer, later}), "0.2");
}

TEST(LogprobRead, ReadsAPositionThatKnowsTheAnswerThoughAnotherTokenWasDrawn) {
  EXPECT_EQ(share_text({{token("x", 0.1), {token("m", 0.9), token("x", 0.1)}}}), "1");
}

TEST(LogprobRead, NeedsHalfOfTheProbability) {
  EXPECT_EQ(share_text({{token("m", 0.3), {token("m", 0.3), token("M", 0.1)}}}), kLittle);
  EXPECT_EQ(share_text({{token("The", 0.9), {token("m", 0.1)}}}), kLittle);
  EXPECT_EQ(share_text({{token("The", 1.0), {}}}), "no log probability for either identifier");
  EXPECT_EQ(share_text({}), "no log probabilities in the reply");
}

TEST(LogprobRead, SurvivesNumbersThatAreNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(share_text({{{"m", nan}, {{"M", -0.1}}}}), "0");
  EXPECT_EQ(share_text({{{"m", infinity}, {{"M", 5.0}}}}), "0.5");
  EXPECT_EQ(share_text({{{"m", -infinity}, {{"M", -infinity}}}}), kLittle);
}

TEST(LogprobRead, NeedsNoFinishedReplyAndEndsTheSeats) {
  ChatReply reply = said("m");
  reply.stop = StopReason::out_of_tokens;
  reply.logprobs = {{token("m", 0.96), {token("m", 0.96), token("M", 0.04)}}};
  const auto protocol = protocol_named("logprob");
  EXPECT_EQ(text_of(protocol->read(reply, {.seating = Seating::candidate_first})), "0.96 clear");
  EXPECT_EQ(text_of(protocol->read(reply, {.seating = Seating::baseline_first})), "0.04 clear");
}

TEST(LogprobRead, DoesNotFallBackToTheText) {
  EXPECT_EQ(text_of(protocol_named("logprob")->read(said("m"), Game{})),
            "unreadable: no log probabilities in the reply");
}

TEST(Logprob, AsksForLogProbabilitiesOfAShortReply) {
  const Sampling sampling = protocol_named("logprob")->sampling();
  EXPECT_EQ(sampling.top_logprobs, 5);
  EXPECT_EQ(sampling.max_output_tokens, 8);
  EXPECT_EQ(sampling.temperature, 0.0);
}

TEST(Logprob, RefusesIdentifiersThatCannotBeToldApart) {
  for (const Identifiers& identifiers : {Identifiers{"A", "A"}, Identifiers{"", "B"}}) {
    const auto made = make_protocol({"logprob"}, built_in_prompts(), {.identifiers = identifiers});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what,
              "the two identifiers of the logprob protocol must differ, and neither may be empty");
  }
}

}  // namespace
}  // namespace evenhand
