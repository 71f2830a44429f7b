#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "providers/endpoint.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

struct Tally {
  std::atomic<int> replies{0};
  std::atomic<int> failures{0};
};

/// Asks from many threads at once, each one question after the other.
void ask(EndpointWorld& world, int threads, int questions_each, Tally& tally) {
  world.endpoint();
  std::vector<std::thread> askers;
  for (int i = 0; i < threads; ++i) {
    askers.emplace_back([&] {
      for (int j = 0; j < questions_each; ++j) {
        (world.endpoint().reply_to(a_question()) ? tally.replies : tally.failures) += 1;
      }
    });
  }
  for (std::thread& asker : askers) asker.join();
}

TEST(EndpointOutage, C06_PausesTheRunInsteadOfFailingIt) {
  EndpointWorld world({});
  // Sixteen threads wind the clock: while one is about to reply, hours may pass.
  world.options.retry.longest_outage = milliseconds(1'000'000'000);
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    const bool down = world.clock.steady() < Clock::Steady(milliseconds(300'000));
    if (down) return Error{.kind = ErrorKind::unreachable, .what = "cannot connect"};
    return good_reply();
  };
  Tally tally;
  ask(world, 16, 50, tally);
  EXPECT_EQ(tally.failures, 0);
  EXPECT_EQ(tally.replies, 800);
  EXPECT_LE(world.endpoint().status().retries, 100);
}

TEST(EndpointOutage, EndsWithPatience) {
  EndpointWorld world({Error{.kind = ErrorKind::unreachable, .what = "cannot connect"}});
  Tally tally;
  ask(world, 8, 3, tally);
  EXPECT_EQ(tally.replies, 0);
  EXPECT_EQ(tally.failures, 24);
  EXPECT_LE(world.network.requests().size(), 120u);
  const Result<ChatReply> late = world.endpoint().reply_to(a_question());
  EXPECT_EQ(late.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(late.error().what, "cannot connect");
}

TEST(EndpointOutage, OneQuestionThatBreaksEveryConnectionIsNone) {
  EndpointWorld world({});
  world.options.in_flight = 1;
  world.network.answer = [](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.body.find("poison") == std::string::npos) return good_reply();
    return Error{.kind = ErrorKind::broken_off, .what = "the connection broke"};
  };
  const Result<ChatReply> poisoned = world.endpoint().reply_to(a_question("poison"));
  ASSERT_FALSE(poisoned);
  EXPECT_EQ(poisoned.error().kind, ErrorKind::broken_off);
  const auto attempts = static_cast<std::size_t>(world.options.retry.max_attempts);
  EXPECT_EQ(world.network.requests().size(), attempts) << "each may have been paid for";
  EXPECT_TRUE(world.endpoint().reply_to(a_question("harmless")));
}

TEST(EndpointOutage, ConnectionsOfSeveralQuestionsThatBreakAreOne) {
  EndpointWorld world({});
  world.options.retry.longest_outage = milliseconds(1'000'000'000);
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    const bool down = world.clock.steady() < Clock::Steady(milliseconds(300'000));
    if (down) return Error{.kind = ErrorKind::broken_off, .what = "the connection broke"};
    return good_reply();
  };
  Tally tally;
  ask(world, 1, 10, tally);
  EXPECT_EQ(tally.failures, 1) << "the first: it might have been the question";
  EXPECT_EQ(tally.replies, 9) << "the second waits until the server is back";
}

TEST(EndpointOutage, SomeTroubleFailsNobody) {
  EndpointWorld world({});
  std::atomic<int> count{0};
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    return ++count % 5 == 0 ? http_reply(500, "") : good_reply();
  };
  Tally tally;
  ask(world, 16, 50, tally);
  EXPECT_EQ(tally.failures, 0);
}

TEST(EndpointConcurrency, NeverExceedsItsLimit) {
  EndpointWorld world({});
  world.options.in_flight = 4;
  std::atomic<int> most{0};
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    most = std::max(most.load(), world.endpoint().status().in_flight);
    return good_reply();
  };
  Tally tally;
  ask(world, 16, 25, tally);
  EXPECT_EQ(tally.replies, 400);
  EXPECT_LE(most, 4);
  EXPECT_EQ(world.endpoint().status().in_flight, 0);
  EXPECT_EQ(world.endpoint().status().requests, 400);
}

TEST(EndpointConcurrency, RateLimitsOfManyThreadsFailNobody) {
  EndpointWorld world({});
  std::atomic<int> count{0};
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    if (++count % 40 != 0) return good_reply();
    return http_reply(429, "", {{"Retry-After", "1"}});
  };
  Tally tally;
  ask(world, 32, 20, tally);
  EXPECT_EQ(tally.failures, 0);
  EXPECT_LT(world.endpoint().status().allowed_in_flight, 64);
}

TEST(EndpointConcurrency, DrainWakesThoseWhoWaitForASlot) {
  EndpointWorld world({});
  world.options.in_flight = 1;
  std::atomic<int> begun{0};
  std::atomic<bool> go_on{false};
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    while (!go_on) std::this_thread::yield();
    return good_reply();
  };
  world.endpoint();
  Tally tally;
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] {
      ++begun;
      (world.endpoint().reply_to(a_question()) ? tally.replies : tally.failures) += 1;
    });
  }
  while (begun < 4 || world.endpoint().status().requests < 1) std::this_thread::yield();
  world.endpoint().drain();
  while (tally.failures < 3) std::this_thread::yield();
  go_on = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(tally.replies, 1);
}

}  // namespace
}  // namespace evenhand
