#include <gtest/gtest.h>

#include <cmath>

#include "providers/chat_reply_reader.h"
#include "providers/openai_request.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

std::string body_of(const std::string& logprobs, const std::string& text = "Q: Why?\\nA: No.") {
  return R"({"model":"served-1","choices":[{"text":")" + text +
         R"(","finish_reason":"length","logprobs":)" + logprobs +
         R"(}],"usage":{"prompt_tokens":5,"completion_tokens":1}})";
}

std::string arrays(const std::string& tokens, const std::string& numbers) {
  return R"({"tokens":)" + tokens + R"(,"token_logprobs":)" + numbers + "}";
}

constexpr const char* kTokens = R"(["Q", ": Why?", "\nA:", " No", ".", "\n"])";

Result<ChatReply> read(const std::string& body) {
  return read_scored_reply(body, "Q: Why?\nA:", " No.");
}

ChatRequest a_text() {
  ChatRequest request = a_question("Q: Why?\nA:");
  request.continuation = " No.";
  return request;
}

TEST(ScoredReply, SumsOverTheTokensOfTheContinuationAlone) {
  const auto reply = read(body_of(arrays(kTokens, "[null, -7, -3, -1.5, -0.25, -2]")));
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
  const auto reply = read(body_of(arrays(kTokens, "[null, -7, -3, -9999.0, -0.25, -2]")));
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_TRUE(std::isinf(*reply->logprob));
  EXPECT_EQ(reply->text, "No. (log probability -infinity)");
}

TEST(ScoredReply, SaysThatATokenStraddlesTheBorder) {
  const auto reply = read(body_of(
      arrays(R"(["Q", ": Why?", "\nA", ": No", ".", "\n"])", "[null, -7, -3, -1, -2, -4]")));
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_DOUBLE_EQ(reply->logprob.value(), -3.0);
  ASSERT_EQ(reply->notes.size(), 1U);
  EXPECT_EQ(reply->notes[0], "a token belongs to both the question and the answer, and counts");
}

TEST(ScoredReply, RefusesWhatIsNoScoreOfThisText) {
  constexpr const char* kNoEcho = "this server does not echo log probabilities";
  const struct {
    std::string body;
    ErrorKind kind;
    const char* what;
  } cases[] = {
      {body_of("null"), ErrorKind::endpoint_refused, kNoEcho},
      {body_of("{}"), ErrorKind::endpoint_refused, kNoEcho},
      {body_of(arrays("[]", "[]")), ErrorKind::endpoint_refused, kNoEcho},
      {body_of(R"({"content":[{"token":" Yes","logprob":-1}]})"), ErrorKind::endpoint_refused,
       kNoEcho},
      {body_of(arrays(R"([" Yes"])", "[-1]"), " Yes"), ErrorKind::endpoint_refused, kNoEcho},
      {body_of(arrays(R"(["x"])", "[-1]"), "Q: Why?\\nA: No.x"), ErrorKind::endpoint_refused,
       kNoEcho},
      {body_of(arrays(R"(["Q", ": Why?", "\nA:", " Yes", "."])", "[null, -1, -1, -1, -1]")),
       ErrorKind::rejected, "the tokens that came back are not the text that was sent"},
      {body_of(arrays(kTokens, "[null, -7, -3, -1.5, -2]")), ErrorKind::rejected,
       "lists of 6 tokens and of 5"},
      {body_of(R"({"tokens":["Q: Why?\nA:", " No."],"token_logprobs":[null,-1],)"
               R"("text_offset":[0]})"),
       ErrorKind::rejected, "lists of 2 tokens and of 1"},
      {body_of(arrays(R"(["Q: Why?\nA:", 7, " No."])", "[null, -1, -1]")), ErrorKind::rejected,
       "a token is no text"},
      {body_of(arrays(kTokens, "[null, -7, -3, null, -0.25, -2]")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {body_of(arrays(kTokens, "[null, -7, -3, NaN, -0.25, -2]")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {body_of(arrays(kTokens, R"([null, -7, -3, "-1", -0.25, -2])")), ErrorKind::rejected,
       "a token of the answer has no log probability"},
      {body_of(arrays(kTokens, "[null, -7, -3, 0.5, -0.25, -2]")), ErrorKind::rejected,
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
  const std::string whole = body_of(arrays(kTokens, "[null, -7, -3, -1.5, -0.25, -2]"));
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

TEST(EndpointOfScoredTexts, PostsToCompletionsAndKeepsTheReply) {
  EndpointWorld world({http_reply(200, body_of(arrays(kTokens, "[null, -7, -3, -1, -2, -2]")))});
  const auto reply = world.endpoint().reply_to(a_text());
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_DOUBLE_EQ(reply->logprob.value(), -3.0);
  EXPECT_EQ(world.network.requests().at(0).url, "http://127.0.0.1:1/v1/completions");
}

TEST(EndpointOfScoredTexts, TriesATornReplyAgain) {
  const std::string whole = body_of(arrays(kTokens, "[null, -7, -3, -1, -2, -2]"));
  EndpointWorld world({http_reply(200, whole.substr(0, 90)), http_reply(200, whole)});
  EXPECT_TRUE(world.endpoint().reply_to(a_text()));
  EXPECT_EQ(world.network.requests().size(), 2U);
}

TEST(EndpointOfScoredTexts, PaysOnceForAReplyThatIsTheSameEachTime) {
  const std::string cases[] = {
      arrays(kTokens, "[null, -7, -3, null, -0.25, -2]"),
      arrays(kTokens, "[null, -7, -3, 0.5, -0.25, -2]"),
      arrays(kTokens, "[null, -7, -3]"),
      arrays(R"(["Q: Why?\nA:", 7, " No."])", "[null, -1, -1]"),
  };
  for (const std::string& logprobs : cases) {
    EndpointWorld world({http_reply(200, body_of(logprobs))});
    const auto reply = world.endpoint().reply_to(a_text());
    ASSERT_FALSE(reply) << logprobs;
    EXPECT_EQ(reply.error().kind, ErrorKind::rejected) << logprobs;
    EXPECT_EQ(world.network.requests().size(), 1U) << logprobs;
  }
}

TEST(EndpointOfScoredTexts, FailsOneTextWhereTheModelHasScoredAnother) {
  const HttpResponse scored =
      http_reply(200, body_of(arrays(kTokens, "[null, -7, -3, -1, -2, -2]")));
  const struct {
    HttpResponse response;
    const char* what;
  } cases[] = {
      {http_reply(200, body_of("null")),
       "the reply does not score the text that was sent, as others of this model did"},
      {http_reply(200, body_of(arrays(R"([" Yes"])", "[-1]"), " Yes")),
       "the reply does not score the text that was sent, as others of this model did"},
      {http_reply(404, R"({"error":{"message":"lost"}})"), "status 404: lost"},
      {http_reply(400, R"({"error":{"message":"'echo chamber' is a forbidden word"}})"),
       "status 400: 'echo chamber' is a forbidden word"},
  };
  for (const auto& c : cases) {
    EndpointWorld world({scored, c.response, scored});
    EXPECT_TRUE(world.endpoint().reply_to(a_text()));
    const auto odd = world.endpoint().reply_to(a_text());
    ASSERT_FALSE(odd) << c.what;
    EXPECT_EQ(odd.error().kind, ErrorKind::rejected);
    EXPECT_EQ(odd.error().what, c.what);
    EXPECT_TRUE(world.endpoint().reply_to(a_text())) << c.what;
    EXPECT_EQ(world.network.requests().size(), 3U) << c.what;
  }
}

TEST(EndpointOfScoredTexts, TakesNoWordOfTheTextForTheNameOfAParameter) {
  ChatRequest request = a_text();
  request.messages.back().text = "Q: What is an Echo?\nA:";
  EndpointWorld world({http_reply(400, R"({"error":{"message":"bad text: an echo"}})"),
                       http_reply(200, body_of(arrays(kTokens, "[null, -7, -3, -1, -2, -2]")))});
  EXPECT_EQ(world.endpoint().reply_to(request).error().kind, ErrorKind::rejected);
  EXPECT_TRUE(world.endpoint().reply_to(a_text()));
}

TEST(EndpointOfScoredTexts, AsksAServerThatCannotOnceAndGoesOnWithItsOtherModels) {
  const struct {
    HttpResponse response;
    const char* what;
  } cases[] = {
      {http_reply(200, body_of("null")),
       "endpoint 'ours' refuses: this server does not echo log probabilities"},
      {http_reply(404, R"({"error":{"message":"This is a chat model"}})"),
       "endpoint 'ours' refuses: this server does not score given texts: "
       "status 404: This is a chat model"},
      {http_reply(500, R"({"error":{"message":"Only no echo is supported","code":500}})"),
       "endpoint 'ours' refuses: this server does not score given texts: "
       "status 500: Only no echo is supported"},
      {http_reply(400, R"({"error":{"message":"'echo' needs --logits-all"}})"),
       "endpoint 'ours' refuses: this server does not score given texts: "
       "status 400: 'echo' needs --logits-all"},
  };
  for (const auto& c : cases) {
    EndpointWorld world({c.response, good_reply()});
    for (int i = 0; i < 2; ++i) {
      const auto reply = world.endpoint().reply_to(a_text());
      ASSERT_FALSE(reply);
      EXPECT_EQ(reply.error().kind, ErrorKind::endpoint_refused);
      EXPECT_EQ(reply.error().what, c.what);
    }
    EXPECT_EQ(world.network.requests().size(), 1U) << c.what;
    ChatRequest other = a_question();
    other.model = "another";
    EXPECT_TRUE(world.endpoint().reply_to(other)) << c.what;
  }
}

}  // namespace
}  // namespace evenhand
