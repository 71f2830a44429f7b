// Odd replies of models that have scored no text so far: each fails its own call, several in a row
// refuse the model.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

#include "tests/providers/scored_texts.h"

namespace evenhand {
namespace {

struct OddReply {
  HttpResponse response;
  std::string what;  // behind "this server does not score given texts: "
};

std::vector<OddReply> odd_replies() {
  const std::string none = "the reply echoes no log probabilities";
  return {
      {http_reply(200, scored_body("null")), none},
      {http_reply(200, scored_body("{}")), none},
      {http_reply(200, scored_body(arrays(R"([" Yes"])", "[-1]"), " Yes")), none},
      {http_reply(200, scored_body(R"({"content":[{"token":" Yes","logprob":-1}]})")), none},
      {good_reply(), none},
      {http_reply(500, R"({"error":{"message":"Only no echo is supported","code":500}})"),
       "status 500: Only no echo is supported"},
      {http_reply(500, R"({"error":{"message":"logprobs: logits are missing"}})"),
       "status 500: logprobs: logits are missing"},
  };
}

void expect_doubt(const Result<ChatReply>& reply, const OddReply& odd) {
  ASSERT_FALSE(reply) << odd.what;
  EXPECT_EQ(name_of(reply.error().kind), name_of(ErrorKind::malformed_reply)) << odd.what;
  EXPECT_EQ(reply.error().what, "this server may not score given texts: " + odd.what);
  EXPECT_EQ(reply.error().hint,
            "scoring given texts needs /v1/completions with 'echo' and 'logprobs', as vLLM has "
            "them");
}

void expect_refusal(const Result<ChatReply>& reply, const OddReply& odd) {
  ASSERT_FALSE(reply) << odd.what;
  EXPECT_EQ(name_of(reply.error().kind), name_of(ErrorKind::endpoint_refused)) << odd.what;
  EXPECT_EQ(reply.error().what,
            "endpoint 'ours' refuses: this server does not score given texts: " + odd.what);
}

TEST(EndpointInDoubtOfScores, FailsTheCallOfAnOddFirstReplyAlone) {
  for (const OddReply& odd : odd_replies()) {
    EndpointWorld world({odd.response, odd.response, scored_reply()});
    world.options.retry.max_attempts = 1;
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    EXPECT_TRUE(world.endpoint().reply_to(a_text())) << odd.what;
    EXPECT_EQ(name_of(world.log.entries().at(0).end.value().error.value().kind),
              name_of(ErrorKind::malformed_reply));
  }
}

TEST(EndpointInDoubtOfScores, TriesAnOddFirstReplyAgain) {
  for (const OddReply& odd : odd_replies()) {
    EndpointWorld world({odd.response, scored_reply()});
    EXPECT_TRUE(world.endpoint().reply_to(a_text())) << odd.what;
    EXPECT_EQ(world.network.requests().size(), 2U) << odd.what;
  }
}

TEST(EndpointInDoubtOfScores, TriesNothingAgainWhereTheServerForbidsIt) {
  for (OddReply odd : odd_replies()) {
    odd.response.headers.push_back({"x-should-retry", "false"});
    EndpointWorld world({odd.response});
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    EXPECT_EQ(world.network.requests().size(), 1U) << odd.what;
  }
}

TEST(EndpointInDoubtOfScores, RefusesTheModelAtItsThirdCallThatEndsSo) {
  for (const OddReply& odd : odd_replies()) {
    EndpointWorld world({odd.response});
    world.options.retry.max_attempts = 1;
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    expect_refusal(world.endpoint().reply_to(a_text()), odd);
    expect_refusal(world.endpoint().reply_to(a_text()), odd);
    EXPECT_EQ(world.network.requests().size(), 3U) << "the fourth is not sent";
    ChatRequest other = a_text();
    other.model = "another";
    expect_doubt(world.endpoint().reply_to(other), odd);
    EXPECT_FALSE(world.endpoint().status().refused);
  }
}

TEST(EndpointInDoubtOfScores, RefusesForRepliesThatAreOddInDifferentWays) {
  const std::vector<OddReply> odd = odd_replies();
  EndpointWorld world({odd[0].response, odd[5].response, odd[2].response});
  world.options.retry.max_attempts = 1;
  expect_doubt(world.endpoint().reply_to(a_text()), odd[0]);
  expect_doubt(world.endpoint().reply_to(a_text()), odd[5]);
  expect_refusal(world.endpoint().reply_to(a_text()), odd[2]);
}

TEST(EndpointInDoubtOfScores, CountsACallOnceHoweverOftenItIsTried) {
  for (const OddReply& odd : odd_replies()) {
    EndpointWorld world({odd.response});
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    EXPECT_EQ(world.network.requests().size(), 6U);
    expect_doubt(world.endpoint().reply_to(a_text()), odd);
    expect_refusal(world.endpoint().reply_to(a_text()), odd);
    EXPECT_EQ(world.network.requests().size(), 13U) << "no longer tried again once it is refused";
  }
}

TEST(EndpointInDoubtOfScores, HasNoneOnceATextIsScored) {
  const OddReply odd = odd_replies().front();
  EndpointWorld world({odd.response, odd.response, scored_reply(), odd.response});
  world.options.retry.max_attempts = 1;
  expect_doubt(world.endpoint().reply_to(a_text()), odd);
  expect_doubt(world.endpoint().reply_to(a_text()), odd);
  EXPECT_TRUE(world.endpoint().reply_to(a_text()));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(world.endpoint().reply_to(a_text()).error().what,
              "the reply does not score the text that was sent, as others of this model did");
  }
  EXPECT_EQ(world.network.requests().size(), 8U);
}

TEST(EndpointInDoubtOfScores, TakesFailuresOfOtherSortsForWhatTheyAre) {
  const struct {
    HttpResponse response;
    ErrorKind kind;
    const char* what;
  } cases[] = {
      {http_reply(302, "", {{"Location", "https://echo.example/"}}), ErrorKind::rejected,
       "status 302: it points to https://echo.example/"},
      {http_reply(500, "oops"), ErrorKind::overloaded, "status 500: oops"},
      {http_reply(503, "echo is down"), ErrorKind::overloaded, "status 503: echo is down"},
      {http_reply(400, R"({"error":{"message":"bad text"}})"), ErrorKind::rejected,
       "status 400: bad text"},
      {http_reply(200, R"({"choices":[]})"), ErrorKind::malformed_reply,
       R"(the reply has no choices: {"choices":[]})"},
      {http_reply(200, R"({"choices":[{"text":"","finish_reason":"content_filter"}]})"),
       ErrorKind::filtered, "a content filter withheld the reply"},
      {http_reply(200, R"({"choices":[{"text":"","logprobs":null,"content_filter_results":)"
                       R"({"hate":{"filtered":true}}}]})"),
       ErrorKind::filtered, "a content filter withheld the reply"},
      {http_reply(200, R"({"choices":[{"text":"","finish_reason":"error"}]})"),
       ErrorKind::overloaded, "the server broke off with an error"},
  };
  for (const auto& c : cases) {
    EndpointWorld world({c.response, c.response, c.response, c.response, scored_reply()});
    world.options.retry.max_attempts = 1;
    for (int i = 0; i < 4; ++i) {
      const auto reply = world.endpoint().reply_to(a_text());
      ASSERT_FALSE(reply) << c.what;
      EXPECT_EQ(name_of(reply.error().kind), name_of(c.kind)) << c.what;
      EXPECT_EQ(reply.error().what, c.what);
    }
    EXPECT_TRUE(world.endpoint().reply_to(a_text())) << c.what;
  }
}

/// Answers what `answer` says, to several calls at once.
class BusyTransport : public HttpTransport {
 public:
  Result<HttpResponse> send(const HttpRequest& request) override {
    requests += 1;
    return answer(request);
  }

  std::function<Result<HttpResponse>(const HttpRequest&)> answer;
  std::atomic<int> requests{0};
};

/// An endpoint that many threads ask.
struct BusyWorld {
  BusyWorld() { options.retry.max_attempts = 1; }

  Endpoint& endpoint() {
    if (!made) made = std::move(*Endpoint::create(options, network, log, clock));
    return *made;
  }

  EndpointOptions options{.name = {"ours"}, .base_url = "http://127.0.0.1:1/v1"};
  ManualClock clock;
  MemoryAttemptLog log;
  BusyTransport network;
  std::unique_ptr<Endpoint> made;
};

constexpr int kThreads = 8;

/// As many calls as there are threads, none of which ends before all have begun.
std::vector<Result<ChatReply>> ask_at_once(BusyWorld& world, const OddReply& odd) {
  std::barrier all_begun(kThreads);
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    all_begun.arrive_and_wait();
    return odd.response;
  };
  world.endpoint();
  std::vector<Result<ChatReply>> replies(kThreads, ChatReply{});
  std::vector<std::thread> askers;
  for (auto& reply : replies) {
    askers.emplace_back([&] { reply = world.endpoint().reply_to(a_text()); });
  }
  for (std::thread& asker : askers) asker.join();
  return replies;
}

TEST(EndpointInDoubtOfScores, TakesOneBadMomentOfManyCallsForOneOddReply) {
  for (const OddReply& odd : odd_replies()) {
    BusyWorld world;
    for (int moment = 0; moment < 2; ++moment) {
      for (const auto& reply : ask_at_once(world, odd)) expect_doubt(reply, odd);
    }
    world.network.answer = [](const HttpRequest&) {
      return scored_reply();
    };
    EXPECT_TRUE(world.endpoint().reply_to(a_text())) << odd.what;
  }
}

TEST(EndpointInDoubtOfScores, RefusesWhatSeveralThreadsMeetAgainAndAgain) {
  const OddReply odd = odd_replies().front();
  BusyWorld world;
  for (int moment = 0; moment < 3; ++moment) ask_at_once(world, odd);
  expect_refusal(world.endpoint().reply_to(a_text()), odd);
  EXPECT_EQ(world.network.requests, 3 * kThreads);
}

TEST(EndpointInDoubtOfScores, TakesItsRefusalBackWhenASlowReplyScores) {
  const OddReply odd = odd_replies().front();
  BusyWorld world;
  std::atomic<bool> is_under_way{false};
  std::atomic<bool> go_on{false};
  world.network.answer = [&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.body.find("slow") == std::string::npos) {
      return go_on ? scored_reply() : odd.response;
    }
    is_under_way = true;
    while (!go_on) std::this_thread::yield();
    return http_reply(200, scored_body(arrays(R"(["slow", " No."])", "[null, -3]"), "slow No."));
  };
  world.endpoint();
  std::thread slow([&] {
    ChatRequest request = a_text();
    request.messages.back().text = "slow";
    EXPECT_TRUE(world.endpoint().reply_to(request));
  });
  while (!is_under_way) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(world.endpoint().reply_to(a_text()));
  expect_refusal(world.endpoint().reply_to(a_text()), odd);
  go_on = true;
  slow.join();
  EXPECT_TRUE(world.endpoint().reply_to(a_text()));
}

}  // namespace
}  // namespace evenhand
