#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "providers/endpoint.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

HttpResponse rejects(const std::string& field) {
  return http_reply(400, R"({"error":{"message":"no )" + field + R"(","param":")" + field +
                             R"(","code":"unsupported_parameter"}})");
}

milliseconds passed(const EndpointWorld& world) { return world.clock.steady().time_since_epoch(); }

TEST(EndpointRetries, TriesAgainWhatMayTurnOutOtherwise) {
  const Result<HttpResponse> failures[] = {http_reply(408, ""),
                                           http_reply(409, ""),
                                           http_reply(425, ""),
                                           http_reply(429, ""),
                                           http_reply(500, ""),
                                           http_reply(503, ""),
                                           http_reply(529, ""),
                                           http_reply(200, R"({"choices":[{"mess)"),
                                           http_reply(200, R"({"error":{"code":503}})"),
                                           Error{.kind = ErrorKind::timed_out, .what = "late"},
                                           Error{.kind = ErrorKind::unreachable, .what = "gone"}};
  for (const auto& failure : failures) {
    EndpointWorld world({failure, good_reply()});
    EXPECT_TRUE(world.endpoint().reply_to(a_question()));
    EXPECT_EQ(world.network.requests().size(), 2u);
    EXPECT_EQ(world.endpoint().status().retries, 1);
  }
}

TEST(EndpointRetries, DoesNotRepeatWhatIsRefusedForGood) {
  for (const int status : {302, 400, 404, 405, 413, 415, 422}) {
    EndpointWorld world({http_reply(status, "no")});
    EXPECT_FALSE(world.endpoint().reply_to(a_question()));
    EXPECT_FALSE(world.endpoint().reply_to(a_question()));
    EXPECT_EQ(world.network.requests().size(), 2u) << status;
  }
}

TEST(EndpointRetries, GivesUpAfterSoManyAttempts) {
  EndpointWorld world({http_reply(500, "broken")});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  EXPECT_EQ(reply.error().kind, ErrorKind::overloaded);
  EXPECT_EQ(reply.error().what, "status 500: broken");
  EXPECT_EQ(world.network.requests().size(), 6u);
  // 0.5 + 1 + 2 + 4 + 8 seconds at most.
  EXPECT_LE(passed(world), milliseconds(15'500));
}

/// The largest distance between what was drawn and a uniform distribution over [0, most].
double distance_from_uniform(std::vector<double> drawn, double most) {
  std::sort(drawn.begin(), drawn.end());
  const auto count = static_cast<double>(drawn.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const double expected = std::clamp(drawn[i] / most, 0.0, 1.0);
    distance = std::max({distance, expected - static_cast<double>(i) / count,
                         static_cast<double>(i + 1) / count - expected});
  }
  return distance;
}

TEST(EndpointRetries, C05_AThousandClientsThatFailTogetherSpreadOut) {
  for (const int failures : {1, 3}) {
    std::vector<double> waits;
    for (std::uint64_t client = 0; client < 1'000; ++client) {
      EndpointWorld world({});
      world.options.seed = client;
      milliseconds before_last{0};
      int sent = 0;
      world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
        if (++sent > failures) return good_reply();
        before_last = passed(world);
        return http_reply(503, "");
      };
      ASSERT_TRUE(world.endpoint().reply_to(a_question()));
      waits.push_back(static_cast<double>((passed(world) - before_last).count()));
    }
    const double most = 500.0 * (1 << (failures - 1));
    // Kolmogorov and Smirnov: 1.63 / sqrt(n) is passed by chance once in a hundred times.
    EXPECT_LT(distance_from_uniform(waits, most), 1.63 / std::sqrt(1'000.0)) << failures;
  }
}

TEST(EndpointRetries, C04_WaitsAsLongAsTheServerSays) {
  const struct {
    const char* retry_after;
    milliseconds least;
    milliseconds most;
  } cases[] = {{"7", milliseconds(7'000), milliseconds(7'000)},
               {"0.5", milliseconds(500), milliseconds(500)},
               {"100000", milliseconds(120'000), milliseconds(120'000)},
               {"-5", milliseconds(0), milliseconds(500)},
               {"nonsense", milliseconds(0), milliseconds(500)}};
  for (const auto& c : cases) {
    EndpointWorld world({http_reply(429, "", {{"Retry-After", c.retry_after}}), good_reply()});
    EXPECT_TRUE(world.endpoint().reply_to(a_question()));
    EXPECT_GE(passed(world), c.least) << c.retry_after;
    EXPECT_LE(passed(world), c.most) << c.retry_after;
  }
}

TEST(EndpointRetries, LearnsTheTokenFieldOnce) {
  EndpointWorld world({rejects("max_tokens"), good_reply()});
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  const auto entries = world.log.entries();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_NE(entries[0].start.body.find("\"max_tokens\""), std::string::npos);
  EXPECT_NE(entries[1].start.body.find("\"max_completion_tokens\""), std::string::npos);
  EXPECT_EQ(entries[1].start.body.find("\"max_tokens\""), std::string::npos);
  EXPECT_EQ(entries[2].start.body, entries[1].start.body);
  EXPECT_EQ(passed(world), milliseconds(0));
}

TEST(EndpointRetries, DropsWhatIsRejectedAndSaysSo) {
  EndpointWorld world(
      {rejects("max_tokens"), rejects("temperature"), rejects("top_p"), good_reply()});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->notes, (std::vector<std::string>{"dropped temperature: the server rejects it",
                                                    "dropped top_p: the server rejects it"}));
  EXPECT_EQ(world.log.entries().back().end->notes, reply->notes);
}

TEST(EndpointRetries, LearnsForOneModelOnly) {
  EndpointWorld world({rejects("temperature"), good_reply()});
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  ChatRequest other = a_question();
  other.model = "other";
  ASSERT_TRUE(world.endpoint().reply_to(other));
  EXPECT_NE(world.log.entries()[2].start.body.find("temperature"), std::string::npos);
}

TEST(EndpointRetries, DoesNotSendTheSameRejectedFieldForEver) {
  EndpointWorld world({rejects("temperature")});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  EXPECT_EQ(reply.error().kind, ErrorKind::rejected);
  EXPECT_EQ(world.network.requests().size(), 2u);
}

TEST(EndpointRefusals, C03_StopEveryLaterCall) {
  const struct {
    int status;
    const char* body;
  } cases[] = {
      {401, ""}, {402, ""}, {403, ""}, {429, R"({"error":{"code":"insufficient_quota"}})"}};
  for (const auto& c : cases) {
    EndpointWorld world({http_reply(c.status, c.body), good_reply()});
    for (int i = 0; i < 3; ++i) {
      const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
      ASSERT_FALSE(reply);
      EXPECT_EQ(reply.error().kind, ErrorKind::endpoint_refused);
    }
    EXPECT_EQ(world.network.requests().size(), 1u) << c.status;
    ASSERT_TRUE(world.endpoint().status().refused);
  }
}

TEST(EndpointRefusals, OfAModelStopThatModelOnly) {
  EndpointWorld world(
      {http_reply(404, R"({"error":{"code":"model_not_found","message":"no m"}})"), good_reply()});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  EXPECT_EQ(to_text(reply.error()),
            "endpoint 'ours' refuses: status 404: no m\n"
            "  hint: the endpoint does not know the model 'm'");
  EXPECT_FALSE(world.endpoint().reply_to(a_question()));
  EXPECT_EQ(world.network.requests().size(), 1u);
  ChatRequest other = a_question();
  other.model = "other";
  EXPECT_TRUE(world.endpoint().reply_to(other));
  EXPECT_FALSE(world.endpoint().status().refused);
}

TEST(EndpointRefusals, LeadToANewKeyWhereThereIsOne) {
  EndpointWorld world({http_reply(401, ""), good_reply()});
  world.options.reread_key = [] {
    return "sk-fresh-0123456789\n";
  };
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  EXPECT_EQ(*header_value(world.network.requests()[1].headers, "authorization"),
            "Bearer sk-fresh-0123456789");
}

TEST(EndpointRefusals, AreFinalWhenTheKeyIsTheSame) {
  EndpointWorld world({http_reply(401, "")});
  world.options.reread_key = [] {
    return "sk-test-0123456789";
  };
  EXPECT_FALSE(world.endpoint().reply_to(a_question()));
  EXPECT_EQ(world.network.requests().size(), 1u);
}

TEST(EndpointRefusals, AreFinalWhenNoKeyHelps) {
  EndpointWorld world({http_reply(401, "")});
  int read = 0;
  world.options.reread_key = [&] {
    return "sk-new-" + std::to_string(++read);
  };
  EXPECT_FALSE(world.endpoint().reply_to(a_question()));
  EXPECT_EQ(world.network.requests().size(), 3u);
}

TEST(EndpointLimits, C08_KeepToRequestsPerMinute) {
  EndpointWorld world({good_reply()});
  world.options.requests_per_minute = 60;
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  EXPECT_GE(passed(world), milliseconds(56'000));
  EXPECT_LE(passed(world), milliseconds(60'000));
}

TEST(EndpointLimits, C08_KeepToTokensPerMinute) {
  EndpointWorld world({good_reply()});
  world.options.tokens_per_minute = 900;  // each reply counts 9
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  EXPECT_LE(passed(world), milliseconds(70'000)) << "what was estimated too high is given back";
  EXPECT_GE(passed(world), milliseconds(50'000));
}

TEST(EndpointDrain, EndsWaitingCalls) {
  EndpointWorld world({http_reply(503, "")});
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    world.endpoint().drain();
    return http_reply(503, "");
  };
  EXPECT_EQ(world.endpoint().reply_to(a_question()).error().kind, ErrorKind::interrupted);
  EXPECT_EQ(world.endpoint().reply_to(a_question()).error().kind, ErrorKind::interrupted);
  EXPECT_EQ(world.network.requests().size(), 1u);
}

TEST(EndpointDrain, LetsACallOnTheWireEnd) {
  EndpointWorld world({});
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    world.endpoint().drain();
    return good_reply();
  };
  EXPECT_TRUE(world.endpoint().reply_to(a_question()));
}

}  // namespace
}  // namespace evenhand
