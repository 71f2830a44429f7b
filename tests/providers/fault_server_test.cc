// Every fault of the fault server, over real sockets: what a call ends with, and that one attempt
// on record is one request on the wire.
#include "tests/fault_server/fault_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include <unistd.h>

#include "providers/httplib_transport.h"
#include "tests/fakes/tls_front.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const std::string kText = "Paris.";

/// Longer than any deadline here, also on a machine that is slow to notice them.
constexpr milliseconds kSilence{10'000};

std::vector<Fault> patient_faults() { return all_faults(kText, kSilence); }

/// Deadlines that a server which takes its time soon misses.
constexpr HttpTimeouts kHasty{
    .connect = milliseconds(300), .idle = milliseconds(150), .total = milliseconds(400)};

/// Only faults of time meet short deadlines: on a busy machine good replies would miss them, too.
HttpTimeouts deadlines_for(const Fault& fault) {
  return fault.ends_with == ErrorKind::timed_out ? kHasty : HttpTimeouts{};
}

struct RealWorld {
  explicit RealWorld(const FaultServer& server) {
    options.base_url = server.base_url();
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

int timed_out(const MemoryAttemptLog& log) {
  int count = 0;
  for (const auto& [start, end] : log.entries()) {
    count += end && end->error && end->error->kind == ErrorKind::timed_out ? 1 : 0;
  }
  return count;
}

/// Whole replies beyond the first to the same request.
int late(const FaultServer& server) {
  int count = 0;
  for (const auto& [body, one] : server.counts()) count += std::max(0, one.answered - 1);
  return count;
}

/// A request that leaves just when the server closes a kept connection is read by nobody: only
/// there may more attempts be on record than requests were counted.
void expect_counted_alike(const FaultServer& server, int attempts, const Fault& fault) {
  EXPECT_LE(server.requests(), attempts);
  if (fault.name != "closes_unannounced") {
    EXPECT_EQ(server.requests(), attempts);
  }
}

class EveryFault : public testing::TestWithParam<Fault> {};

// C-01, C-02, C-03, C-10, C-12, C-13, C-14, C-15, C-16, C-19.
TEST_P(EveryFault, C01_IsOneAttemptARequestAndEndsAsItShould) {
  const Fault& fault = GetParam();
  FaultServer server([&](const std::string&, int) { return fault; });
  RealWorld world(server);
  world.options.timeouts = deadlines_for(fault);
  for (int call = 1; call <= 2; ++call) {
    const auto begin = steady_clock::now();
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
    EXPECT_LT(steady_clock::now() - begin, milliseconds(5'000));
    if (fault.ends_with) {
      ASSERT_FALSE(reply);
      EXPECT_EQ(name_of(reply.error().kind), name_of(*fault.ends_with)) << reply.error().what;
      EXPECT_LT(reply.error().what.size(), 1'000U);
    } else {
      ASSERT_TRUE(reply) << reply.error().what;
      EXPECT_EQ(reply->text, kText);
    }
    const auto attempts = static_cast<int>(world.log.entries().size());
    expect_counted_alike(server, attempts, fault);
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
  FaultServer server([&](const std::string& body, int received) {
    const bool meets_it = received == 1 && body.find("Second") != std::string::npos;
    return meets_it ? fault : good_manners(kText);
  });
  RealWorld world(server);
  world.options.timeouts = deadlines_for(fault);
  world.options.retry.max_attempts = 6;
  ASSERT_TRUE(world.endpoint().reply_to(a_question("First?")));
  const Result<ChatReply> met = world.endpoint().reply_to(a_question("Second?"));
  EXPECT_TRUE(met ? met->text == kText : met.error().kind == *fault.ends_with);
  const Result<ChatReply> after = world.endpoint().reply_to(a_question("Third?"));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->text, kText);
  expect_counted_alike(server, static_cast<int>(world.log.entries().size()), fault);
}

INSTANTIATE_TEST_SUITE_P(FaultServer, EveryFault, testing::ValuesIn(patient_faults()),
                         [](const auto& one) { return one.param.name; });

/// What may be tried again and is answered then.
std::vector<Fault> passing_faults() {
  std::vector<Fault> faults = patient_faults();
  std::erase_if(faults, [](const Fault& fault) {
    return fault.ends_with && *fault.ends_with != ErrorKind::broken_off &&
           *fault.ends_with != ErrorKind::overloaded &&
           *fault.ends_with != ErrorKind::malformed_reply;
  });
  return faults;
}

/// One first request in ten meets a fault.
FaultServer::Choose a_mixture_of(std::vector<Fault> faults) {
  return [faults = std::move(faults)](const std::string& body, int received) {
    const std::size_t draw = std::hash<std::string>{}(body) % (10 * faults.size());
    return received == 1 && draw < faults.size() ? faults[draw] : good_manners(kText);
  };
}

/// Asks from 16 threads; how many calls were answered.
int ask_many(RealWorld& world, int each) {
  world.options.retry.max_attempts = 6;
  Endpoint& endpoint = world.endpoint();
  std::atomic<int> answered = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        const auto reply = endpoint.reply_to(a_question(std::to_string(1'000 * t + i)));
        answered += reply && reply->text == kText ? 1 : 0;
      }
    });
  }
  threads.clear();
  return answered;
}

void expect_each_answered_once(const FaultServer& server, std::size_t calls) {
  EXPECT_EQ(server.counts().size(), calls);
  for (const auto& [body, count] : server.counts()) EXPECT_EQ(count.answered, 1) << body;
}

// C-01: a mixture, from many threads, over connections that are kept and broken at random.
TEST(FaultServerMixture, C01_IsCountedAlikeOnBothEnds) {
  std::vector<Fault> faults = passing_faults();
  std::erase_if(faults, [](const Fault& fault) { return fault.name == "closes_unannounced"; });
  FaultServer server(a_mixture_of(std::move(faults)));
  RealWorld world(server);
  EXPECT_EQ(ask_many(world, 60), 960);
  const auto attempts = static_cast<int>(world.log.entries().size());
  EXPECT_EQ(server.requests(), attempts);
  EXPECT_GT(attempts, 970) << "some calls must have met a fault";
  expect_each_answered_once(server, 960);
}

// C-01: connections that run out just when they are used again. A request that nobody read any
// more is an attempt, and none that was read was sent a second time.
TEST(FaultServerMixture, C01_IsNoRequestTwiceWhenAKeptConnectionRunsOut) {
  Fault runs_out = good_manners(kText);
  runs_out.script.push_back(wait_for(milliseconds(1)));
  runs_out.script.push_back(close_connection());
  FaultServer server([&](const std::string& body, int) {
    return std::hash<std::string>{}(body) % 20 == 0 ? runs_out : good_manners(kText);
  });
  RealWorld world(server);
  EXPECT_EQ(ask_many(world, 63), 1'008);
  EXPECT_LE(server.requests(), static_cast<int>(world.log.entries().size()));
  expect_each_answered_once(server, 1'008);
}

/// The faults again, with TLS before them.
class FaultServerTls : public testing::Test {
 protected:
  void SetUp() override {
    certificate = (std::filesystem::temp_directory_path() /
                   ("evenhand-front-" + std::to_string(::getpid()) + ".pem"))
                      .string();
    ::setenv("SSL_CERT_FILE", certificate.c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("SSL_CERT_FILE");
    ::unlink(certificate.c_str());
  }

  std::string certificate;
};

TEST_F(FaultServerTls, C01_IsCountedAlikeWithAndWithoutCloseNotify) {
  for (const auto ending : {TlsFront::Ending::with_close_notify, TlsFront::Ending::without}) {
    std::vector<Fault> faults = passing_faults();
    // Whether such a body is whole, only the missing notice could have told.
    if (ending == TlsFront::Ending::without) {
      std::erase_if(faults, [](const Fault& fault) {
        return fault.name == "until_close" || fault.name == "http_1_0";
      });
    }
    FaultServer server(a_mixture_of(faults));
    const TlsFront front(server.port(), ending, certificate);
    RealWorld world(server);
    world.options.base_url = front.base_url();
    EXPECT_EQ(ask_many(world, 30), 480);
    const auto attempts = static_cast<int>(world.log.entries().size());
    EXPECT_LE(server.requests(), attempts);
    EXPECT_GT(server.requests(), 485) << "some calls must have met a fault";
    expect_each_answered_once(server, 480);
  }
}

TEST_F(FaultServerTls, C10_KeepsToItsDeadlinesAfterTheHandshake) {
  const HttpTimeouts silence{.idle = milliseconds(150)};
  const HttpTimeouts whole{.total = milliseconds(400)};
  const struct {
    const char* fault;
    HttpTimeouts timeouts;
    const char* what;
    milliseconds least;
  } cases[] = {
      {"silent", silence, "the server was silent for 150 ms", milliseconds(150)},
      {"stalls_within_body", silence, "the server was silent for 150 ms", milliseconds(150)},
      {"drip_head", whole, "no complete response within 400 ms", milliseconds(400)},
      {"drip_body", whole, "no complete response within 400 ms", milliseconds(400)}};
  const std::vector<Fault> faults = patient_faults();
  for (const auto& c : cases) {
    const auto fault = std::find_if(faults.begin(), faults.end(),
                                    [&](const Fault& one) { return one.name == c.fault; });
    FaultServer server([&](const std::string&, int) { return *fault; });
    const TlsFront front(server.port(), TlsFront::Ending::with_close_notify, certificate);
    RealWorld world(server);
    world.options.base_url = front.base_url();
    world.options.timeouts = c.timeouts;
    world.options.retry.max_attempts = 1;
    const auto begin = steady_clock::now();
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
    const auto took = steady_clock::now() - begin;
    ASSERT_FALSE(reply) << c.fault;
    EXPECT_EQ(reply.error().kind, ErrorKind::timed_out) << c.fault;
    EXPECT_NE(reply.error().what.find(c.what), std::string::npos) << reply.error().what;
    EXPECT_GE(took, c.least) << c.fault;
    EXPECT_EQ(server.requests(), 1) << c.fault;
  }
}

// C-01: the one way in which a reply is paid for and not used: it comes after the deadline. It is
// asked for again, and the late one is never taken for the answer to another question.
TEST(FaultServerLate, C01_AReplyAfterTheDeadlineIsAskedForAgainAndTakenForNoOther) {
  FaultServer server([](const std::string& body, int received) {
    Fault fault = good_manners("This is " + std::to_string(std::hash<std::string>{}(body)));
    if (received == 1) fault.script.insert(fault.script.begin(), wait_for(milliseconds(2'000)));
    return fault;
  });
  RealWorld world(server);
  world.options.timeouts.idle = milliseconds(400);
  world.options.retry.max_attempts = 6;
  std::set<std::string> texts;
  for (int i = 0; i < 4; ++i) {
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question(std::to_string(i)));
    ASSERT_TRUE(reply) << reply.error().what;
    texts.insert(reply->text);
  }
  EXPECT_EQ(texts.size(), 4U);
  // On a busy machine a second reply may be late as well.
  EXPECT_GE(timed_out(world.log), 4);
  EXPECT_EQ(static_cast<int>(world.log.entries().size()), timed_out(world.log) + 4);
  for (int i = 0; i < 1'000 && late(server) < 4; ++i) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_GE(late(server), 4) << "the server had sent them, to nobody";
}

// A server that takes a call and says nothing is named, too.
TEST(FaultServerSilence, C10_SaysWhoseAnswerItWaitsFor) {
  FaultServer server([](const std::string&, int) {
    return Fault{.name = "silent", .script = {wait_for(milliseconds(400)), close_connection()}};
  });
  RealWorld world(server);
  world.options.retry.max_attempts = 1;
  world.options.silence_worth_a_word = milliseconds(50);
  Endpoint& endpoint = world.endpoint();
  std::string said;
  std::jthread caller([&] { static_cast<void>(endpoint.reply_to(a_question())); });
  for (int i = 0; i < 500 && said.empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(5));
    said = endpoint.status().waiting_for;
  }
  EXPECT_EQ(said, "an answer, 1 s so far");
}

// A stalled run says who it waits for.
TEST(FaultServerOutage, C10_SaysWhoItWaitsFor) {
  FaultServer server([](const std::string&, int) {
    return Fault{
        .name = "closed", .script = {close_connection()}, .ends_with = ErrorKind::broken_off};
  });
  RealWorld world(server);
  world.options.retry.max_attempts = 20;
  world.options.retry.longest_wait = milliseconds(1'000);
  world.options.retry.longest_outage = milliseconds(60'000);
  Endpoint& endpoint = world.endpoint();
  std::string said;
  {
    std::vector<std::jthread> callers;  // one call alone may be what breaks the connection
    for (int i = 0; i < 3; ++i) {
      callers.emplace_back([&] { static_cast<void>(endpoint.reply_to(a_question())); });
    }
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
