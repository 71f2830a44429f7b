// Endpoints whose models score given texts: what refuses a model, and what fails a call alone.
#include <gtest/gtest.h>

#include "tests/providers/scored_texts.h"

namespace evenhand {
namespace {

TEST(EndpointOfScoredTexts, PostsToCompletionsAndKeepsTheReply) {
  EndpointWorld world({scored_reply()});
  const auto reply = world.endpoint().reply_to(a_text());
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_DOUBLE_EQ(reply->logprob.value(), -3.0);
  EXPECT_EQ(world.network.requests().at(0).url, "http://127.0.0.1:1/v1/completions");
}

TEST(EndpointOfScoredTexts, TriesATornReplyAgain) {
  EndpointWorld world({http_reply(200, scored_reply().body.substr(0, 90)), scored_reply()});
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
    EndpointWorld world({http_reply(200, scored_body(logprobs))});
    const auto reply = world.endpoint().reply_to(a_text());
    ASSERT_FALSE(reply) << logprobs;
    EXPECT_EQ(reply.error().kind, ErrorKind::rejected) << logprobs;
    EXPECT_EQ(world.network.requests().size(), 1U) << logprobs;
  }
}

TEST(EndpointOfScoredTexts, FailsOneTextWhereTheModelHasScoredAnother) {
  const HttpResponse scored = scored_reply();
  const struct {
    HttpResponse response;
    const char* what;
  } cases[] = {
      {http_reply(200, scored_body("null")),
       "the reply does not score the text that was sent, as others of this model did"},
      {http_reply(200, scored_body(arrays(R"([" Yes"])", "[-1]"), " Yes")),
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
  ChatRequest of_text = a_text();
  of_text.messages.back().text = "Q: What is an Echo?\nA:";
  ChatRequest of_model = a_text();
  of_model.model = "Echo-7B";
  for (const ChatRequest& request : {of_text, of_model}) {
    EndpointWorld world({http_reply(400, R"({"error":{"message":"bad text: an echo"}})"),
                         http_reply(400, R"({"error":{"message":"too short for echo-7b"}})"),
                         scored_reply()});
    for (const char* what :
         {"status 400: bad text: an echo", "status 400: too short for echo-7b"}) {
      const Result<ChatReply> reply = world.endpoint().reply_to(request);
      ASSERT_FALSE(reply);
      EXPECT_EQ(reply.error().kind, ErrorKind::rejected);
      EXPECT_EQ(reply.error().what, what);
    }
    EXPECT_TRUE(world.endpoint().reply_to(a_text()));
  }
}

TEST(EndpointOfScoredTexts, AsksAServerThatCannotOnceAndGoesOnWithItsOtherModels) {
  const struct {
    HttpResponse response;
    const char* what;
  } cases[] = {
      {http_reply(404, R"({"error":{"message":"This is a chat model"}})"),
       "status 404: This is a chat model"},
      {http_reply(405, "Method Not Allowed"), "status 405: Method Not Allowed"},
      {http_reply(501, R"({"error":{"message":"not here"}})"), "status 501: not here"},
      {http_reply(400, R"({"error":{"message":"'echo' needs --logits-all"}})"),
       "status 400: 'echo' needs --logits-all"},
      {http_reply(422, R"({"error":{"message":"Logprobs are not supported"}})"),
       "status 422: Logprobs are not supported"},
      {http_reply(400, R"({"error":{"message":"not possible","param":"logprobs",)"
                       R"("code":"unsupported_parameter"}})"),
       "status 400: not possible"},
  };
  for (const auto& c : cases) {
    EndpointWorld world({c.response, good_reply()});
    for (int i = 0; i < 2; ++i) {
      const auto reply = world.endpoint().reply_to(a_text());
      ASSERT_FALSE(reply);
      EXPECT_EQ(reply.error().kind, ErrorKind::endpoint_refused);
      EXPECT_EQ(reply.error().what,
                std::string("endpoint 'ours' refuses: this server does not score given texts: ") +
                    c.what);
    }
    EXPECT_EQ(world.network.requests().size(), 1U) << c.what;
    ChatRequest other = a_question();
    other.model = "another";
    EXPECT_TRUE(world.endpoint().reply_to(other)) << c.what;
  }
}

TEST(EndpointOfScoredTexts, LearnsWhichFieldIsRejectedWhereOthersAreNamedBesideIt) {
  EndpointWorld world(
      {http_reply(400, R"({"error":{"message":"no temperature beside echo","param":"temperature",)"
                       R"("code":"unsupported_parameter"}})"),
       scored_reply()});
  EXPECT_TRUE(world.endpoint().reply_to(a_text()));
  EXPECT_EQ(world.network.requests().size(), 2U);
}

TEST(EndpointOfScoredTexts, IsRefusedAltogetherByAnErrorInTheReplysPlace) {
  EndpointWorld world(
      {http_reply(200, R"({"choices":[{"text":"","error":{"message":"bad key","code":401}}]})")});
  EXPECT_EQ(world.endpoint().reply_to(a_text()).error().what,
            "endpoint 'ours' refuses: status 200 with an error of 401: bad key");
  EXPECT_TRUE(world.endpoint().status().refused) << "a key is that of all models";
}

}  // namespace
}  // namespace evenhand
