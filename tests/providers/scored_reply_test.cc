#include <gtest/gtest.h>

#include <cmath>

#include "providers/chat_reply_reader.h"
#include "providers/openai_request.h"
#include "tests/providers/scored_texts.h"

namespace evenhand {
namespace {

Result<ChatReply> read(const std::string& body) {
  return read_scored_reply(body, "Q: Why?\nA:", " No.");
}

TEST(ScoredReply, SumsOverTheTokensOfTheContinuationAlone) {
  const auto reply = read(scored_body(arrays(kTokens, "[null, -7, -3, -1.5, -0.25, -2]")));
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_DOUBLE_EQ(reply->logprob.value(), -1.75);
  EXPECT_EQ(reply->text, "No. (log probability -1.75)");
  ASSERT_EQ(reply->logprobs.size(), 2U);
  EXPECT_EQ(reply->logprobs[0].chosen.token, " No");
  EXPECT_EQ(reply->served_model, "served-1");
  EXPECT_EQ(reply->usage.input_tokens, 5);
  EXPECT_TRUE(reply->notes.empty());
}

TEST(ScoredReply, IsNotCutShortByAServerThatCountsTheEchoAsItsOwn) {
  // Two tokens are one character between them: the second could be the one behind the text.
  const std::string logprobs =
      arrays(R"(["Q:", " ", "\ufffd", "\ufffd", "x"])", "[null, -1, -2, -4, -8]");
  for (const char* const count : {"1", "5", "1000000000"}) {
    const std::string body = R"({"choices":[{"text":"","logprobs":)" + logprobs +
                             R"(}],"usage":{"prompt_tokens":4,"completion_tokens":)" + count + "}}";
    const auto reply = read_scored_reply(body, "Q:", " \xC3\xA9");
    ASSERT_TRUE(reply) << to_text(reply.error());
    EXPECT_DOUBLE_EQ(reply->logprob.value(), -7.0) << count;
  }
}

TEST(ScoredReply, KnowsMinusInfinityByItsFloor) {
  const auto reply = read(scored_body(arrays(kTokens, "[null, -7, -3, -9999.0, -0.25, -2]")));
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_TRUE(std::isinf(*reply->logprob));
  EXPECT_EQ(reply->text, "No. (log probability -infinity)");
}

TEST(ScoredReply, SaysThatATokenStraddlesTheBorder) {
  const auto reply = read(scored_body(
      arrays(R"(["Q", ": Why?", "\nA", ": No", ".", "\n"])", "[null, -7, -3, -1, -2, -4]")));
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_DOUBLE_EQ(reply->logprob.value(), -3.0);
  ASSERT_EQ(reply->notes.size(), 1U);
  EXPECT_EQ(reply->notes[0], "a token belongs to both the question and the answer, and counts");
}

TEST(ScoredReply, RefusesWhatIsNoScoreOfThisText) {
  constexpr const char* kNoEcho = "the reply echoes no log probabilities";
  const struct {
    std::string body;
    ErrorKind kind;
    const char* what;
  } cases[] = {
      {scored_body("null"), ErrorKind::endpoint_refused, kNoEcho},
      {scored_body("{}"), ErrorKind::endpoint_refused, kNoEcho},
      {scored_body(arrays("[]", "[]")), ErrorKind::endpoint_refused, kNoEcho},
      {scored_body(R"({"content":[{"token":" Yes","logprob":-1}]})"), ErrorKind::endpoint_refused,
       kNoEcho},
      {scored_body(arrays(R"([" Yes"])", "[-1]"), " Yes"), ErrorKind::endpoint_refused, kNoEcho},
      {scored_body(arrays(R"(["x"])", "[-1]"), "Q: Why?\\nA: No.x"), ErrorKind::endpoint_refused,
       kNoEcho},
      {scored_body(arrays(R"(["Q", ": Why?", "\nA:", " Yes", "."])", "[null, -1, -1, -1, -1]")),
       ErrorKind::rejected, "the tokens that came back are not the text that was sent"},
      {scored_body(arrays(kTokens, "[null, -7, -3, -1.5, -2]")), ErrorKind::rejected,
       "lists of 6 tokens and of 5"},
      {scored_body(R"({"tokens":["Q: Why?\nA:", " No."],"token_logprobs":[null,-1],)"
                   R"("text_offset":[0]})"),
       ErrorKind::rejected, "lists of 2 tokens and of 1"},
      {scored_body(arrays(R"(["Q: Why?\nA:", 7, " No."])", "[null, -1, -1]")), ErrorKind::rejected,
       "a token is no text"},
      {scored_body(arrays(kTokens, "[null, -7, -3, null, -0.25, -2]")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {scored_body(arrays(kTokens, "[null, -7, -3, NaN, -0.25, -2]")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {scored_body(arrays(kTokens, R"([null, -7, -3, "-1", -0.25, -2])")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {scored_body(arrays(kTokens, "[null, -7, -3, 0.5, -0.25, -2]")), ErrorKind::rejected,
       "a log probability is above 0"},
      {R"({"choices":[]})", ErrorKind::malformed_reply,
       R"(the reply has no choices: {"choices":[]})"},
      {"", ErrorKind::malformed_reply, "the reply is empty"},
  };
  for (const auto& c : cases) {
    const auto reply = read(c.body);
    ASSERT_FALSE(reply) << c.body;
    EXPECT_EQ(name_of(reply.error().kind), name_of(c.kind)) << c.body;
    EXPECT_EQ(reply.error().what, c.what) << c.body;
  }
}

TEST(ScoredReply, IsNeverReadFromATornBody) {
  const std::string whole = scored_body(arrays(kTokens, "[null, -7, -3, -1.5, -0.25, -2]"));
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_FALSE(read(whole.substr(0, cut))) << cut;
  }
}

TEST(RequestBody, AsksForAnEchoOfAContinuationsLogProbabilities) {
  ChatRequest request = a_text();
  request.messages.insert(request.messages.begin(), {Role::system, "Be brief."});
  request.sampling.extra = R"({"user":"u"})";
  EXPECT_EQ(*request_body(request, {}),
            R"({"model":"m","prompt":"Be brief.\n\nQ: Why?\nA: No.","temperature":0,)"
            R"("max_tokens":1,"logprobs":1,"echo":true,"user":"u"})");
  request.sampling.extra = R"({"echo":false})";
  EXPECT_EQ(request_body(request, {}).error().what,
            "extra request fields: 'echo' is set by evenhand itself");
}

}  // namespace
}  // namespace evenhand
