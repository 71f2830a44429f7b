#include <gtest/gtest.h>

#include <deque>

#include "providers/adaptive_limit.h"
#include "providers/outage_breaker.h"
#include "providers/retry_budget.h"
#include "providers/token_bucket.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

Clock::Steady at(long long time) { return Clock::Steady(milliseconds(time)); }

void clean_round(AdaptiveLimit& limit, long long now) {
  for (int i = limit.allowed(); i > 0; --i) limit.on_success(limit.allowed(), at(now));
}

TEST(AdaptiveLimit, DoublesUntilTheFirstRateLimit) {
  AdaptiveLimit limit(20, 100);
  clean_round(limit, 0);
  EXPECT_EQ(limit.allowed(), 40);
  clean_round(limit, 0);
  clean_round(limit, 0);
  EXPECT_EQ(limit.allowed(), 100);
}

TEST(AdaptiveLimit, C07_ShrinksOnceForEachEpisode) {
  AdaptiveLimit limit(100, 100);
  for (int i = 0; i < 30; ++i) limit.on_rate_limit(at(1'000 + i));
  EXPECT_EQ(limit.allowed(), 80);
  limit.on_rate_limit(at(17'000));
  EXPECT_EQ(limit.allowed(), 64);
  clean_round(limit, 20'000);
  EXPECT_EQ(limit.allowed(), 64) << "still cooling down";
  clean_round(limit, 40'000);
  EXPECT_EQ(limit.allowed(), 67);
}

TEST(AdaptiveLimit, C07_GrowsOnlyWhenItIsUsed) {
  AdaptiveLimit limit(20, 100);
  for (int i = 0; i < 1'000; ++i) limit.on_success(3, at(0));
  EXPECT_EQ(limit.allowed(), 20);
}

TEST(AdaptiveLimit, TroubleStopsGrowthAndShrinksNothing) {
  AdaptiveLimit limit(20, 100);
  for (int i = 0; i < 100; ++i) {
    for (int j = 0; j < 19; ++j) limit.on_success(20, at(0));
    limit.on_trouble();
  }
  EXPECT_EQ(limit.allowed(), 20);
}

TEST(AdaptiveLimit, NeverFallsBelowOne) {
  AdaptiveLimit limit(2, 2);
  for (int i = 0; i < 100; ++i) limit.on_rate_limit(at(20'000LL * i));
  EXPECT_EQ(limit.allowed(), 1);
}

/// A server that bears `most` calls at once and replies after a second; what share of its power is
/// used, and what share of calls it turned away, from the second minute on.
struct Use {
  double of_ideal;
  double turned_away;
};

Use use_of_server(int most) {
  AdaptiveLimit limit(20, 256);
  double done = 0;
  double refused = 0;
  for (int second = 0; second < 600; ++second) {
    const Clock::Steady now = at(1'000LL * second);
    const int sent = limit.allowed();
    for (int i = 0; i < sent; ++i) {
      const bool fine = i < most;
      if (fine) limit.on_success(sent, now);
      if (!fine) limit.on_rate_limit(now);
      if (second >= 60) (fine ? done : refused) += 1.0;
    }
  }
  return {.of_ideal = done / (540.0 * most), .turned_away = refused / (done + refused)};
}

TEST(AdaptiveLimit, C07_FindsAHiddenLimit) {
  for (const int most : {4, 16, 64}) {
    const Use use = use_of_server(most);
    EXPECT_GE(use.of_ideal, 0.85) << most;
    EXPECT_LT(use.turned_away, 0.03) << most;
  }
}

TEST(TokenBucket, C08_LetsNoMoreThanTheLimitAndABurstIntoAnyMinute) {
  for (const double per_minute : {1.0, 7.0, 60.0, 600.0}) {
    TokenBucket bucket(per_minute, at(0));
    std::deque<long long> last_minute;
    std::size_t most = 0;
    for (long long now = 0; now < 300'000;) {
      const milliseconds wait = bucket.wait_for(1.0, at(now));
      if (wait > milliseconds(0)) {
        now += wait.count();
        continue;
      }
      bucket.take(1.0, at(now));
      last_minute.push_back(now);
      while (last_minute.front() <= now - 60'000) last_minute.pop_front();
      most = std::max(most, last_minute.size());
    }
    const double burst = std::max(1.0, per_minute * 0.05);
    EXPECT_LE(static_cast<double>(most), per_minute + burst) << per_minute;
    EXPECT_GE(static_cast<double>(most), per_minute) << per_minute;
  }
}

TEST(TokenBucket, LetsALargeOneLeaveOnCreditAndTakesBackWhatWasNotUsed) {
  TokenBucket bucket(600.0, at(0));
  EXPECT_EQ(bucket.wait_for(500.0, at(0)), milliseconds(0));
  bucket.take(500.0, at(0));
  EXPECT_EQ(bucket.wait_for(1.0, at(0)), milliseconds(47'100));
  bucket.take(-490.0, at(0));
  EXPECT_EQ(bucket.wait_for(1.0, at(0)), milliseconds(0));
}

TEST(RetryBudget, C06_IsATenthOfTheTrafficAndABurst) {
  RetryBudget budget(at(0));
  for (int i = 0; i < 1'000; ++i) budget.on_first_attempt();
  int taken = 0;
  while (budget.take(at(0)) == milliseconds(0)) ++taken;
  EXPECT_EQ(taken, 20);
  for (int i = 0; i < 30; ++i) budget.on_first_attempt();
  for (taken = 0; budget.take(at(0)) == milliseconds(0);) ++taken;
  EXPECT_EQ(taken, 3);
  EXPECT_EQ(budget.take(at(0)), milliseconds(1'000));
  EXPECT_EQ(budget.take(at(1'000)), milliseconds(0));
}

Error down(ErrorKind kind = ErrorKind::overloaded) { return {.kind = kind, .what = "down"}; }

OutageBreaker broken_breaker() {
  OutageBreaker breaker(milliseconds(600'000), milliseconds(30'000));
  for (int call = 0; call < 5; ++call) breaker.on_trouble(down(), call, at(0));
  return breaker;
}

TEST(OutageBreaker, OpensForSeveralCallsInARow) {
  EXPECT_TRUE(broken_breaker().is_open());

  for (const ErrorKind kind :
       {ErrorKind::overloaded, ErrorKind::timed_out, ErrorKind::broken_off}) {
    OutageBreaker one_call(milliseconds(600'000), milliseconds(30'000));
    for (int i = 0; i < 50; ++i) one_call.on_trouble(down(kind), 7, at(0));
    EXPECT_FALSE(one_call.is_open()) << "one question may bring any server down";
    one_call.on_trouble(down(kind), 8, at(0));
    EXPECT_TRUE(one_call.is_open()) << "two in a row are more than one question";
  }

  OutageBreaker unreachable(milliseconds(600'000), milliseconds(30'000));
  for (int i = 0; i < 5; ++i) unreachable.on_trouble(down(ErrorKind::unreachable), 7, at(0));
  EXPECT_TRUE(unreachable.is_open());

  OutageBreaker mixed(milliseconds(600'000), milliseconds(30'000));
  for (int call = 0; call < 50; ++call) {
    mixed.on_trouble(down(), call, at(0));
    if (call % 4 == 3) mixed.on_response();
  }
  EXPECT_FALSE(mixed.is_open());
}

TEST(OutageBreaker, LetsOneProbeGoAtATimeLessAndLessOften) {
  OutageBreaker breaker = broken_breaker();
  EXPECT_EQ(breaker.ask(at(999)).verdict, OutageBreaker::Verdict::wait);
  EXPECT_EQ(breaker.ask(at(1'000)).verdict, OutageBreaker::Verdict::go);
  EXPECT_EQ(breaker.ask(at(1'000)).verdict, OutageBreaker::Verdict::wait);
  breaker.on_trouble(down(), 9, at(1'100));
  EXPECT_EQ(breaker.ask(at(3'099)).verdict, OutageBreaker::Verdict::wait);
  EXPECT_EQ(breaker.ask(at(3'100)).verdict, OutageBreaker::Verdict::go);
  breaker.on_response();
  EXPECT_EQ(breaker.ask(at(3'100)).verdict, OutageBreaker::Verdict::go);
  EXPECT_FALSE(breaker.is_open());
}

TEST(OutageBreaker, LosesPatienceButGoesOnProbing) {
  OutageBreaker breaker = broken_breaker();
  int probes = 0;
  for (long long now = 0; now < 599'000; now += 100) {
    if (breaker.ask(at(now)).verdict != OutageBreaker::Verdict::go) continue;
    ++probes;
    breaker.on_trouble(down(), 9, at(now));
  }
  EXPECT_EQ(probes, 23);
  EXPECT_EQ(breaker.ask(at(600'000)).verdict, OutageBreaker::Verdict::give_up);
  EXPECT_EQ(breaker.last().what, "down");
  EXPECT_EQ(breaker.ask(at(700'000)).verdict, OutageBreaker::Verdict::go);
}

}  // namespace
}  // namespace evenhand
