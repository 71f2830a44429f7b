#include "run/budget.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "tests/fakes/memory_file_system.h"
#include "tests/fakes/memory_run_store.h"

namespace evenhand {
namespace {

class BudgetTest : public testing::Test {
 protected:
  void SetUp() override {
    MemoryFileSystem files;
    files.files["prices.json"] =
        R"({"m": {"input_cost_per_token": 0.001, "output_cost_per_token": 0.002}})";
    auto list = PriceList::load(files, "prices.json");
    ASSERT_TRUE(list);
    prices = *list;
  }

  // 30 bytes are at most 11 tokens: at most 0.011 + 0.2 dollars, and 111 tokens.
  AttemptStart attempt{.model = "m", .body = std::string(30, 'x'), .max_output_tokens = 100};
  PriceList prices;
  MemoryRunStore store;
};

TEST_F(BudgetTest, LetsEverythingPassWhereNothingIsLimited) {
  BudgetedLog log(store, {}, prices, {});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(log.begin(attempt));
}

TEST_F(BudgetTest, C09_CountsCallsInFlight) {
  BudgetedLog log(store, {.calls = 2}, prices, {});
  ASSERT_TRUE(log.begin(attempt));
  ASSERT_TRUE(log.begin(attempt));
  const auto third = log.begin(attempt);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().kind, ErrorKind::over_budget);
  EXPECT_EQ(third.error().what, "the budget of 2 calls leaves no room for another call");
  EXPECT_EQ(third.error().hint,
            "raise 'budget.calls' in the run file, or --max-calls, and run it again");
  EXPECT_EQ(store.attempts().size(), 2U);
}

TEST_F(BudgetTest, CountsWhatEarlierInvocationsSpent) {
  BudgetedLog log(store, {.calls = 10}, prices, {.all = {.attempts = 10}});
  EXPECT_FALSE(log.begin(attempt));
}

TEST_F(BudgetTest, C09_WaitsForWhatCallsInFlightMayGiveBack) {
  BudgetedLog log(store, {.cost = 0.25}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  // 0.211 in flight leave no room for 0.211 more, until it turns out to have cost 0.02.
  auto second = std::async(std::launch::async, [&] { return log.begin(attempt); });
  ASSERT_TRUE(log.end(
      *first, {.accepted = true, .usage = {.input_tokens = 10, .output_tokens = 5}, .cost = 0.02}));
  EXPECT_TRUE(second.get());
  EXPECT_DOUBLE_EQ(log.cost(), 0.02);
}

TEST_F(BudgetTest, C09_StopsWhenTheCallsInFlightGiveBackTooLittle) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  auto second = std::async(std::launch::async, [&] { return log.begin(attempt); });
  ASSERT_TRUE(
      log.end(*first, {.accepted = true, .usage = {.input_tokens = 11, .output_tokens = 100}}));
  EXPECT_EQ(second.get().error().kind, ErrorKind::over_budget);
}

TEST_F(BudgetTest, C09_NobodyWaitsOnceTheRunIsToStop) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  ASSERT_TRUE(log.begin(attempt));
  auto second = std::async(std::launch::async, [&] { return log.begin(attempt); });
  log.stop_waiting();
  EXPECT_EQ(second.get().error().kind, ErrorKind::interrupted);
  EXPECT_EQ(store.attempts().size(), 1U);
}

TEST_F(BudgetTest, C09_IsNeverExceededByManyAtOnce) {
  BudgetedLog log(store, {.tokens = 5'000}, prices, {});
  std::atomic<int> begun = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      while (const auto id = log.begin(attempt)) {
        ++begun;
        ASSERT_TRUE(
            log.end(*id, {.accepted = true, .usage = {.input_tokens = 10, .output_tokens = 40}}));
      }
    });
  }
  threads.clear();
  // Each used 50 of the 111 that were set aside for it: the last one began with 111 left.
  EXPECT_EQ(begun, (5'000 - 111) / 50 + 1);
}

TEST_F(BudgetTest, C09_WaitsForNoRoundingError) {
  const auto all_of_it = prices.cost("m", {.input_tokens = 11, .output_tokens = 100});
  BudgetedLog log(store, {.cost = all_of_it}, prices, {});
  AttemptStart other = attempt;
  other.body = std::string(20, 'x');
  other.max_output_tokens = 3;  // 0.1 + 0.2 - 0.1 - 0.2 is not 0
  for (int i = 0; i < 20; ++i) {
    const auto first = log.begin(other);
    const auto second = log.begin(other);
    ASSERT_TRUE(first && second);
    ASSERT_TRUE(log.end(*first, {.http_status = 500}));
    ASSERT_TRUE(log.end(*second, {.http_status = 500}));
  }
  EXPECT_TRUE(log.begin(attempt)) << "all of it fits, and nothing is in flight";
}

TEST_F(BudgetTest, C09_CountsWhatEarlierInvocationsLeftUnknown) {
  const UnknownUse use{.model = "m", .calls = 2, .body_bytes = 60, .max_output_tokens = 200};
  BudgetedLog tokens(store, {.tokens = 300}, prices, {.all = {.attempts = 2}, .unknown = {use}});
  EXPECT_FALSE(tokens.begin(attempt)) << "222 tokens may have been used, and 111 more might be";
  BudgetedLog cost(store, {.cost = 0.5}, prices, {.all = {.attempts = 2}, .unknown = {use}});
  EXPECT_FALSE(cost.begin(attempt)) << "0.422 dollars may have been spent, and 0.211 more might be";
  BudgetedLog enough(store, {.cost = 0.7, .tokens = 400}, prices,
                     {.all = {.attempts = 2}, .unknown = {use}});
  EXPECT_TRUE(enough.begin(attempt));
}

TEST_F(BudgetTest, C09_CountsAReplyOfUnknownUsageAtItsReservation) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.accepted = true}));
  EXPECT_FALSE(log.begin(attempt)) << "111 tokens may have been used, and 111 more might be";
}

TEST_F(BudgetTest, C09_CountsAReplyThatCameTooLateAtItsReservation) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.error = Error{.kind = ErrorKind::timed_out, .what = "late"}}));
  EXPECT_FALSE(log.begin(attempt)) << "the server may have made 111 tokens, and asks for them";
  EXPECT_EQ(store.spend()->unknown.size(), 1U) << "and so it is when the run goes on";
}

TEST_F(BudgetTest, C09_CountsAReplyThatWasLostOnItsWayAtItsReservation) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.error = Error{.kind = ErrorKind::broken_off, .what = "broke"}}));
  EXPECT_FALSE(log.begin(attempt)) << "the server had the request, and may have answered it";
  EXPECT_EQ(store.spend()->unknown.size(), 1U) << "and so it is when the run goes on";
}

TEST_F(BudgetTest, C09_CountsAReplyThatCameTooLateForAGatewayAtItsReservation) {
  const Error gone{.kind = ErrorKind::overloaded, .what = "status 504"};
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.http_status = 504, .error = gone}));
  EXPECT_FALSE(log.begin(attempt)) << "the server behind the gateway may have gone on";
  EXPECT_EQ(store.spend()->unknown.size(), 1U) << "and so it is when the run goes on";
}

TEST_F(BudgetTest, C09_ChargesOnlyTheCallWhereNobodyTookTheRequest) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.error = Error{.kind = ErrorKind::unreachable, .what = "refused"}}));
  EXPECT_TRUE(log.begin(attempt));
  EXPECT_TRUE(store.spend()->unknown.size() == 1U) << "the one that is under way";
}

TEST_F(BudgetTest, C09_CountsEarlierInvocationsAtPricesThatAreKnownNow) {
  const RoleSpend row{
      .role = "answer",
      .model = "m",
      .spend = {.attempts = 1, .unpriced_input_tokens = 100, .unpriced_output_tokens = 100}};
  BudgetedLog log(store, {.cost = 0.5}, prices, {.all = {.attempts = 1}, .by_role = {row}});
  EXPECT_DOUBLE_EQ(log.cost(), 0.3);
  EXPECT_FALSE(log.begin(attempt));
}

TEST_F(BudgetTest, ChargesOnlyTheCallWhereAnAttemptFailed) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.http_status = 500}));
  EXPECT_TRUE(log.begin(attempt));
}

TEST_F(BudgetTest, KnowsAModelWithAndWithoutItsProvider) {
  EXPECT_TRUE(prices.knows("openai/m"));
  EXPECT_FALSE(prices.knows("other"));
  EXPECT_EQ(prices.cost("m", {.input_tokens = 1000, .output_tokens = 10}), 1.02);
  EXPECT_EQ(prices.cost("m", {.input_tokens = 1000}), std::nullopt) << "unknown is not zero";
}

}  // namespace
}  // namespace evenhand
