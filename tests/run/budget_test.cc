#include "run/budget.h"

#include <gtest/gtest.h>

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
  BudgetedLog log(store, {.calls = 10}, prices, {.attempts = 10});
  EXPECT_FALSE(log.begin(attempt));
}

TEST_F(BudgetTest, GivesBackWhatACallDidNotUse) {
  BudgetedLog log(store, {.cost = 0.25}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  EXPECT_FALSE(log.begin(attempt)) << "0.211 in flight leaves no room for 0.211";
  ASSERT_TRUE(log.end(
      *first, {.accepted = true, .usage = {.input_tokens = 10, .output_tokens = 5}, .cost = 0.02}));
  EXPECT_TRUE(log.begin(attempt));
  EXPECT_DOUBLE_EQ(log.cost(), 0.02);
}

TEST_F(BudgetTest, C09_CountsAReplyOfUnknownUsageAtItsReservation) {
  BudgetedLog log(store, {.tokens = 200}, prices, {});
  const auto first = log.begin(attempt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(log.end(*first, {.accepted = true}));
  EXPECT_FALSE(log.begin(attempt)) << "111 tokens may have been used, and 111 more might be";
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
