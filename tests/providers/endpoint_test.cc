#include "providers/endpoint.h"

#include <gtest/gtest.h>

#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

TEST(Endpoint, SendsAQuestionAndReadsTheReply) {
  EndpointWorld world({good_reply()});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text, "Paris.");
  EXPECT_EQ(reply->served_model, "served-1");
  EXPECT_TRUE(reply->notes.empty());

  const std::vector<HttpRequest> requests = world.network.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].url, "http://127.0.0.1:1/v1/chat/completions");
  EXPECT_EQ(*header_value(requests[0].headers, "authorization"), "Bearer sk-test-0123456789");
  EXPECT_EQ(*header_value(requests[0].headers, "accept-encoding"), "identity");
}

TEST(Endpoint, LogsEveryAttempt) {
  EndpointWorld world({http_reply(503, "busy"), good_reply()});
  world.options.price = [](const std::string&, const Usage&) {
    return 0.25;
  };
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));

  const auto entries = world.log.entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].start.body.find("sk-test"), std::string::npos);
  EXPECT_EQ(entries[0].start.key, key_of(a_question()));
  EXPECT_EQ(entries[0].start.max_output_tokens, a_question().sampling.max_output_tokens);
  EXPECT_EQ(entries[0].end->http_status, 503);
  EXPECT_EQ(entries[0].end->raw_body, "busy");
  EXPECT_FALSE(entries[0].end->accepted);
  EXPECT_EQ(entries[0].end->error->kind, ErrorKind::overloaded);
  EXPECT_TRUE(entries[1].end->accepted);
  EXPECT_EQ(entries[1].end->raw_body, good_body());
  EXPECT_EQ(entries[1].end->cost, 0.25);
}

TEST(Endpoint, SendsNothingThatCannotBeLogged) {
  EndpointWorld world({good_reply()});
  world.log.begin_error = Error{.kind = ErrorKind::io_failed, .what = "disk full"};
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::io_failed);
  EXPECT_TRUE(world.network.requests().empty());
  EXPECT_EQ(world.endpoint().status().in_flight, 0);
}

TEST(Endpoint, FailsWhenTheOutcomeCannotBeLogged) {
  EndpointWorld world({good_reply()});
  world.log.end_error = Error{.kind = ErrorKind::io_failed, .what = "disk full"};
  EXPECT_EQ(world.endpoint().reply_to(a_question()).error().kind, ErrorKind::io_failed);
}

TEST(Endpoint, KeepsUnknownCostsUnknown) {
  EndpointWorld world({http_reply(200, R"({"choices":[{"message":{"content":"x"}}]})")});
  world.options.price = [](const std::string&, const Usage&) {
    return 0.25;
  };
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  EXPECT_EQ(world.log.entries()[0].end->cost, std::nullopt);
}

TEST(Endpoint, C09_PricesWhatRefusedRepliesUsed) {
  const std::string usage = R"("usage":{"prompt_tokens":100,"completion_tokens":2000}})";
  const struct {
    int status;
    std::string body;
    ErrorKind kind;
  } cases[] = {
      {200, R"({"choices":[{"message":{"content":""},"finish_reason":"length"}],)",
       ErrorKind::empty_reply},
      {200, R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}],)",
       ErrorKind::filtered},
      {200, R"({"choices":[],)", ErrorKind::malformed_reply},
      {200, R"({"error":{"message":"broke off","code":503},)", ErrorKind::overloaded},
      {400, R"({"error":{"message":"no"},)", ErrorKind::rejected},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.body);
    EndpointWorld world({http_reply(c.status, c.body + usage)});
    world.options.retry.max_attempts = 1;
    world.options.price = [](const std::string&, const Usage& used) {
      return static_cast<double>(*used.input_tokens + *used.output_tokens);
    };
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, c.kind);
    EXPECT_EQ(reply.error().use.usage.output_tokens, 2000);
    EXPECT_EQ(reply.error().use.may_be_paid_for, c.status == 200);
    const AttemptEnd end = *world.log.entries()[0].end;
    EXPECT_FALSE(end.accepted);
    EXPECT_EQ(end.usage.input_tokens, 100);
    EXPECT_EQ(end.usage.output_tokens, 2000);
    EXPECT_EQ(end.cost, 2100.0);
  }
}

TEST(Endpoint, C09_KnowsThatAFailedCallMayBePaidForWithoutACount) {
  EndpointWorld world({http_reply(200, "{}"), http_reply(200, "{}")});
  world.options.retry.max_attempts = 2;
  world.options.price = [](const std::string&, const Usage&) {
    return 0.25;
  };
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_FALSE(reply);
  EXPECT_TRUE(reply.error().use.may_be_paid_for);
  EXPECT_EQ(reply.error().use.usage.input_tokens, std::nullopt);
  EXPECT_EQ(world.log.entries()[1].end->cost, std::nullopt);
}

TEST(Endpoint, TakesAJudgesSilenceForAReply) {
  for (const char* stop : {"stop", "length", "content_filter"}) {
    EndpointWorld world({http_reply(
        200, R"({"choices":[{"message":{"content":null,"reasoning":"hm"},"finish_reason":")" +
                 std::string(stop) + R"("}]})")});
    ChatRequest request = a_question();
    request.silence = Silence::reply;
    EXPECT_EQ(key_of(request), key_of(a_question())) << "old replies are found again";
    const Result<ChatReply> reply = world.endpoint().reply_to(request);
    ASSERT_TRUE(reply) << stop;
    EXPECT_EQ(reply->text, "");
    EXPECT_EQ(reply->reasoning, "hm");
    EXPECT_EQ(reply->finish_reason, stop);
    EXPECT_TRUE(world.log.entries()[0].end->accepted);
  }
}

TEST(Endpoint, K04_TakesItsKeyOutOfWhatServersRepeat) {
  const std::string echo = R"({"error":{"message":"bad key sk-test-0123456789 in )"
                           R"(c2stdGVzdC0wMTIzNDU2Nzg5"}})";
  EndpointWorld world({http_reply(400, echo)});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  EXPECT_EQ(reply.error().what, "status 400: bad key [key] in [key]");
  const std::string kept = world.log.entries()[0].end->raw_body;
  EXPECT_EQ(kept, R"({"error":{"message":"bad key [key] in [key]"}})");
}

TEST(Endpoint, LeavesDummyKeysInTheAnswers) {
  EndpointWorld world({good_reply("ollama is a llama")});
  world.options.api_key = "ollama";
  EXPECT_EQ(world.endpoint().reply_to(a_question())->text, "ollama is a llama");
}

TEST(Endpoint, SpeaksAzure) {
  EndpointWorld world({good_reply()});
  world.options.kind = EndpointKind::azure;
  world.options.base_url = "https://r.openai.azure.com/openai/v1";
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  const HttpRequest request = world.network.requests()[0];
  EXPECT_EQ(*header_value(request.headers, "api-key"), "sk-test-0123456789");
  EXPECT_EQ(header_value(request.headers, "authorization"), nullptr);
}

TEST(Endpoint, IsNotMadeFromWhatMustNotBeUsed) {
  EndpointWorld world({});
  world.options.api_key = "sk\r\nX-Evil: 1";
  const auto made = Endpoint::create(world.options, world.network, world.log, world.clock);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(made.error().what,
            "OUR_KEY contains blanks, control characters or letters beyond ASCII");
}

TEST(Endpoint, NotesAPromptThatWasProbablyCut) {
  const auto notes_for = [](const std::string& usage) {
    EndpointWorld world(
        {http_reply(200, R"({"choices":[{"message":{"content":"x"}}],"usage":)" + usage + "}")});
    return world.endpoint().reply_to(a_question(std::string(40'000, 'x')))->notes;
  };
  EXPECT_EQ(notes_for(R"({"prompt_tokens":4000,"completion_tokens":5})"),
            std::vector<std::string>{"suspect truncation: the server counted 4000 input tokens, "
                                     "about 10000 were sent"});
  EXPECT_EQ(notes_for(R"({"prompt_tokens":4090,"completion_tokens":6})").size(), 1u);
  EXPECT_TRUE(notes_for(R"({"prompt_tokens":9000,"completion_tokens":5})").empty());
}

TEST(Endpoint, NotesMissingLogProbabilities) {
  EndpointWorld world({good_reply()});
  ChatRequest request = a_question();
  request.sampling.top_logprobs = 5;
  EXPECT_EQ(world.endpoint().reply_to(request)->notes,
            std::vector<std::string>{"no log probabilities: the server was asked and gave none"});
}

TEST(EndpointModels, ListsNamesInEveryShape) {
  for (const char* body : {R"({"object":"list","data":[{"id":"a"},{"id":"b"},{}]})",
                           R"({"models":[{"name":"a"},{"model":"b"}]})", R"([{"id":"a"},"b"])"}) {
    EndpointWorld world({http_reply(200, body)});
    const auto models = world.endpoint().models();
    ASSERT_TRUE(models) << body;
    EXPECT_EQ(*models, (std::vector<std::string>{"a", "b"})) << body;
    EXPECT_EQ(world.network.requests()[0].url, "http://127.0.0.1:1/v1/models");
    EXPECT_EQ(world.network.requests()[0].method, HttpMethod::get);
  }
}

TEST(EndpointModels, MayBeMissing) {
  for (const int status : {404, 405}) {
    EndpointWorld world({http_reply(status, "")});
    EXPECT_TRUE(world.endpoint().models()->empty());
  }
}

TEST(EndpointModels, NameTheKeyThatIsRefused) {
  EndpointWorld world({http_reply(401, R"({"error":{"message":"Incorrect API key"}})")});
  const auto models = world.endpoint().models();
  ASSERT_FALSE(models);
  EXPECT_EQ(models.error().kind, ErrorKind::endpoint_refused);
  EXPECT_EQ(to_text(models.error()),
            "endpoint 'ours' refuses: status 401: Incorrect API key\n"
            "  hint: check OUR_KEY and what it may be used for");
}

}  // namespace
}  // namespace evenhand
