// Every fault of the fault server, over real sockets: what a call ends with, and that one attempt
// on record is one request on the wire.
#include "tests/fault_server/fault_server.h"

#include <gtest/gtest.h>

#include <thread>

#include "providers/httplib_transport.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const std::string kText = "Paris.";

struct RealWorld {
  explicit RealWorld(const FaultServer& server) {
    options.base_url = server.base_url();
    options.timeouts = {
        .connect = milliseconds(300), .idle = milliseconds(150), .total = milliseconds(400)};
    options.retry = {.max_attempts = 2,
                     .first_wait = milliseconds(1),
                     .longest_wait = milliseconds(2),
                     .longest_hint = milliseconds(10),
                     .longest_outage = milliseconds(100)};
  }
  Endpoint& endpoint() {
    if (!made) made = std::move(*Endpoint::create(options, network, log, clock));
    return *made;
  }

  EndpointOptions options{.name = {"ours"}, .api_key = "sk-test-0123456789", .key_source = "KEY"};
  SystemClock clock;
  MemoryAttemptLog log;
  HttplibTransport network;
  std::unique_ptr<Endpoint> made;
};

int ended(const MemoryAttemptLog& log) {
  int count = 0;
  for (const auto& entry : log.entries()) count += entry.end ? 1 : 0;
  return count;
}

class EveryFault : public testing::TestWithParam<Fault> {};

// C-01, C-02, C-03, C-10, C-12, C-13, C-14, C-15, C-16, C-19.
TEST_P(EveryFault, C01_IsOneAttemptARequestAndEndsAsItShould) {
  const Fault& fault = GetParam();
  FaultServer server([&](const std::string&, int) { return fault; });
  RealWorld world(server);
  for (int call = 1; call <= 2; ++call) {
    const auto begin = steady_clock::now();
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
    EXPECT_LT(steady_clock::now() - begin, milliseconds(2'500));
    if (fault.ends_with) {
      ASSERT_FALSE(reply);
      EXPECT_EQ(name_of(reply.error().kind), name_of(*fault.ends_with)) << reply.error().what;
      EXPECT_LT(reply.error().what.size(), 1'000U);
    } else {
      ASSERT_TRUE(reply) << reply.error().what;
      EXPECT_EQ(reply->text, kText);
    }
    const auto attempts = static_cast<int>(world.log.entries().size());
    EXPECT_EQ(server.requests(), attempts);
    EXPECT_EQ(ended(world.log), attempts);
    EXPECT_LE(attempts, 2 * call);
  }
}

// The call that meets it once is answered the second time, and the connection that it broke is not
// used again.
TEST_P(EveryFault, C01_HarmsNoOtherCall) {
  const Fault& fault = GetParam();
  const bool final = fault.ends_with == ErrorKind::endpoint_refused;
  if (final) GTEST_SKIP() << "stops the endpoint, as it should";
  FaultServer server([&](const std::string&, int received) {
    return received == 2 ? fault : good_manners(kText);
  });
  RealWorld world(server);
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));
  const Result<ChatReply> met = world.endpoint().reply_to(a_question());
  EXPECT_TRUE(met ? met->text == kText : met.error().kind == *fault.ends_with);
  const Result<ChatReply> after = world.endpoint().reply_to(a_question());
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->text, kText);
  EXPECT_EQ(server.requests(), static_cast<int>(world.log.entries().size()));
}

INSTANTIATE_TEST_SUITE_P(FaultServer, EveryFault, testing::ValuesIn(all_faults(kText)),
                         [](const auto& one) { return one.param.name; });

// C-01: a mixture, from many threads, over connections that are kept and broken at random.
TEST(FaultServerMixture, C01_IsCountedAlikeOnBothEnds) {
  std::vector<Fault> faults = all_faults(kText);
  std::erase_if(faults, [](const Fault& fault) {
    return fault.ends_with && *fault.ends_with != ErrorKind::unreachable &&
           *fault.ends_with != ErrorKind::overloaded &&
           *fault.ends_with != ErrorKind::malformed_reply;
  });
  FaultServer server([&](const std::string& body, int received) {
    const std::size_t draw = std::hash<std::string>{}(body) % (10 * faults.size());
    return received == 1 && draw < faults.size() ? faults[draw] : good_manners(kText);
  });
  RealWorld world(server);
  world.options.timeouts = {};
  world.options.retry.max_attempts = 6;
  Endpoint& endpoint = world.endpoint();
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 60; ++i) {
          const auto reply = endpoint.reply_to(a_question(std::to_string(100 * t + i)));
          answered += reply && reply->text == kText ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(answered, 960);
  const auto attempts = static_cast<int>(world.log.entries().size());
  EXPECT_EQ(server.requests(), attempts);
  EXPECT_GT(attempts, 970) << "some calls must have met a fault";
  for (const auto& [body, count] : server.counts()) EXPECT_EQ(count.answered, 1) << body;
}

// A stalled run says who it waits for.
TEST(FaultServerOutage, C10_SaysWhoItWaitsFor) {
  FaultServer server([](const std::string&, int) {
    return Fault{
        .name = "closed", .script = {close_connection()}, .ends_with = ErrorKind::unreachable};
  });
  RealWorld world(server);
  world.options.retry.max_attempts = 20;
  world.options.retry.longest_wait = milliseconds(1'000);
  world.options.retry.longest_outage = milliseconds(60'000);
  Endpoint& endpoint = world.endpoint();
  std::string said;
  {
    std::jthread caller([&] { static_cast<void>(endpoint.reply_to(a_question())); });
    for (int i = 0; i < 500 && said.empty(); ++i) {
      std::this_thread::sleep_for(milliseconds(5));
      said = endpoint.status().waiting_for;
    }
    endpoint.drain();
  }
  EXPECT_TRUE(said.starts_with("the server to come back, next try in ")) << said;
}

}  // namespace
}  // namespace evenhand
