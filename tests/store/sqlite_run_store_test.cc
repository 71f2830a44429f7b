#include "store/sqlite_run_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>

#include "tests/fakes/failing_run_store.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/store/store_folder.h"

namespace evenhand {
namespace {

/// What every RunStore promises: run against the real one and the fake.
class RunStorePromises : public StoreFolder, public testing::WithParamInterface<const char*> {
 protected:
  RunStorePromises() {
    if (GetParam() == std::string("memory")) {
      store = std::make_unique<MemoryRunStore>();
    } else {
      store = open();
    }
  }

  AttemptId begun(const std::string& key) {
    const auto id = store->begin(start_of(key));
    EXPECT_TRUE(id);
    return id ? *id : 0;
  }

  void ask(const std::string& key, const AttemptEnd& outcome) {
    EXPECT_TRUE(store->end(begun(key), outcome));
  }

  std::optional<StoredReply> found(const std::string& key) {
    auto reply = store->find({{key}});
    EXPECT_TRUE(reply);
    return reply ? *reply : std::nullopt;
  }

  std::optional<Failure> failure_of(const std::string& key) {
    auto failure = store->last_failure({{key}});
    EXPECT_TRUE(failure);
    return failure ? *failure : std::nullopt;
  }

  std::unique_ptr<RunStore> store;
};

INSTANTIATE_TEST_SUITE_P(Both, RunStorePromises, testing::Values("memory", "sqlite"),
                         [](const auto& each) { return std::string(each.param); });

AttemptEnd failed_with(ErrorKind kind, const std::string& what) {
  return {.http_status = 500, .raw_body = "oops", .error = Error{.kind = kind, .what = what}};
}

TEST_P(RunStorePromises, FindsNothingBeforeAReplyWasAccepted) {
  EXPECT_FALSE(found("k"));
  const AttemptId id = begun("k");
  EXPECT_FALSE(found("k"));
  EXPECT_TRUE(store->end(id, failed_with(ErrorKind::overloaded, "busy")));
  EXPECT_FALSE(found("k"));
}

TEST_P(RunStorePromises, GivesBackEveryByteAndNumber) {
  const std::string body("\0\xff\xfe{\"a\":1}\n\0", 12);
  AttemptEnd end = reply_of(body);
  end.latency = std::chrono::milliseconds(1234);
  end.usage = {.input_tokens = 17, .output_tokens = std::nullopt};
  end.cost = 0.1;
  end.notes = {"dropped temperature: 1,5", "", std::string("a\0b", 3)};
  const AttemptId id = begun("k");
  ASSERT_TRUE(store->end(id, end));

  const auto reply = found("k");

  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->attempt, id);
  EXPECT_EQ(reply->raw_body, body);
  EXPECT_EQ(reply->latency.count(), 1234);
  EXPECT_EQ(reply->usage.input_tokens, 17);
  EXPECT_FALSE(reply->usage.output_tokens);
  EXPECT_EQ(reply->cost, 0.1);
  EXPECT_EQ(reply->notes, end.notes);
}

TEST_P(RunStorePromises, KeepsAnEmptyBody) {
  ask("k", reply_of(""));

  ASSERT_TRUE(found("k"));
  EXPECT_EQ(found("k")->raw_body, "");
}

TEST_P(RunStorePromises, KeepsTheFirstOfTwoAcceptedReplies) {
  const AttemptId first = begun("k");
  const AttemptId second = begun("k");
  EXPECT_TRUE(store->end(second, reply_of("second, but sooner")));
  EXPECT_TRUE(store->end(first, reply_of("late duplicate")));

  EXPECT_EQ(found("k")->raw_body, "second, but sooner");
  EXPECT_FALSE(failure_of("k"));
  EXPECT_EQ(store->spend()->all.unfinished, 0);
}

TEST_P(RunStorePromises, TellsHowTheLastEndedAttemptFailed) {
  EXPECT_FALSE(failure_of("k"));
  ask("k", failed_with(ErrorKind::overloaded, "busy"));
  ask("k", failed_with(ErrorKind::context_too_long, "9000 tokens are too many"));
  begun("k");

  ASSERT_TRUE(failure_of("k"));
  EXPECT_EQ(failure_of("k")->kind, ErrorKind::context_too_long);
  EXPECT_EQ(failure_of("k")->reason, "9000 tokens are too many");
}

TEST_P(RunStorePromises, C09_TellsWhatTheLastFailureUsed) {
  AttemptEnd empty = failed_with(ErrorKind::empty_reply, "nothing");
  empty.http_status = 200;
  empty.usage = {.input_tokens = 100, .output_tokens = 2000};
  ask("k", empty);
  ask("lost", failed_with(ErrorKind::broken_off, "its reply was lost"));
  ask("free", failed_with(ErrorKind::unreachable, "nobody had it"));

  EXPECT_TRUE(failure_of("k")->use.may_be_paid_for);
  EXPECT_EQ(failure_of("k")->use.usage.input_tokens, 100);
  EXPECT_EQ(failure_of("k")->use.usage.output_tokens, 2000);
  EXPECT_TRUE(failure_of("lost")->use.may_be_paid_for);
  EXPECT_EQ(failure_of("lost")->use.usage.output_tokens, std::nullopt);
  EXPECT_FALSE(failure_of("free")->use.may_be_paid_for);
}

TEST_P(RunStorePromises, ForgetsAFailureOnceAReplyCame) {
  ask("k", failed_with(ErrorKind::overloaded, "busy"));
  ask("k", reply_of("fine"));

  EXPECT_FALSE(failure_of("k"));
}

TEST_P(RunStorePromises, AddsUpWhatWasSpent) {
  AttemptEnd priced = reply_of("a");
  priced.cost = 0.25;
  priced.usage = {.input_tokens = 10, .output_tokens = 3};
  ask("a", priced);
  ask("b", priced);
  ask("c", reply_of("of unknown price"));
  ask("d", failed_with(ErrorKind::overloaded, "busy"));
  begun("e");
  ask("f", failed_with(ErrorKind::timed_out, "its reply came too late"));
  ask("g", failed_with(ErrorKind::broken_off, "its reply was lost"));
  ask("h", failed_with(ErrorKind::unreachable, "nobody had it"));

  const auto spend = store->spend();

  ASSERT_TRUE(spend);
  EXPECT_EQ(spend->all.attempts, 8);
  EXPECT_EQ(spend->all.unfinished, 1);
  EXPECT_EQ(spend->all.unknown_cost, 3) << "of c, f and g, which may be paid for";
  EXPECT_EQ(spend->all.unknown_tokens, 3);
  EXPECT_EQ(spend->all.cost, 0.5);
  EXPECT_EQ(spend->all.input_tokens, 20);
  EXPECT_EQ(spend->all.output_tokens, 6);
}

TEST_P(RunStorePromises, C09_TellsWhatEachModelCostInEachRole) {
  AttemptEnd priced = reply_of("a");
  priced.cost = 0.25;
  priced.usage = {.input_tokens = 10, .output_tokens = 3};
  AttemptStart start = start_of("a");
  ASSERT_TRUE(store->end(*store->begin(start), priced));
  start.key = {{"b"}};
  ASSERT_TRUE(store->end(*store->begin(start), reply_of("without a count")));
  start.key = {{"c"}};
  start.occasion = "game/judge/ours/q1";
  ASSERT_TRUE(store->end(*store->begin(start), priced));
  start.key = {{"d"}};
  start.occasion = "preflight";
  ASSERT_TRUE(store->begin(start));

  const auto spend = store->spend();

  ASSERT_TRUE(spend);
  ASSERT_EQ(spend->by_role.size(), 3U);
  EXPECT_EQ(spend->by_role[0].role, "answer");
  EXPECT_EQ(spend->by_role[0].model, "ours");
  EXPECT_EQ(spend->by_role[0].spend.attempts, 2);
  EXPECT_EQ(spend->by_role[0].spend.cost, 0.25);
  EXPECT_EQ(spend->by_role[0].spend.unknown_cost, 1);
  EXPECT_EQ(spend->by_role[0].spend.unknown_tokens, 1);
  EXPECT_EQ(spend->by_role[0].spend.input_tokens, 10);
  EXPECT_EQ(spend->by_role[1].role, "game");
  EXPECT_EQ(spend->by_role[1].spend.output_tokens, 3);
  EXPECT_EQ(spend->by_role[2].role, "preflight");
  EXPECT_EQ(spend->by_role[2].spend.attempts, 1);
}

TEST_P(RunStorePromises, C09_TellsHowMuchUnknownCallsMayHaveUsed) {
  AttemptStart start = start_of("a");
  start.max_output_tokens = 100;
  ASSERT_TRUE(store->end(*store->begin(start), reply_of("without a count")));
  start.key = {{"b"}};
  ASSERT_TRUE(store->begin(start));  // in flight when the process died
  start.key = {{"c"}};
  AttemptEnd counted = reply_of("counted");
  counted.usage = {.input_tokens = 10, .output_tokens = 3};
  ASSERT_TRUE(store->end(*store->begin(start), counted));
  start.key = {{"d"}};
  ASSERT_TRUE(store->end(*store->begin(start), failed_with(ErrorKind::overloaded, "busy")));
  start.key = {{"e"}};
  ASSERT_TRUE(store->end(*store->begin(start), failed_with(ErrorKind::timed_out, "too late")));
  start.key = {{"f"}};
  ASSERT_TRUE(store->end(*store->begin(start), failed_with(ErrorKind::broken_off, "reset")));
  start.key = {{"g"}};
  ASSERT_TRUE(store->end(*store->begin(start), failed_with(ErrorKind::unreachable, "refused")));
  for (const int status : {502, 503, 504, 524}) {
    start.key = {{std::to_string(status)}};
    AttemptEnd gateway = failed_with(ErrorKind::overloaded, "a gateway's word");
    gateway.http_status = status;
    ASSERT_TRUE(store->end(*store->begin(start), gateway));
  }

  const auto spend = store->spend();

  ASSERT_TRUE(spend);
  ASSERT_EQ(spend->unknown.size(), 1U);
  EXPECT_EQ(spend->unknown[0].model, "ours");
  EXPECT_EQ(spend->unknown[0].calls, 6) << "a, b, e, f, 504 and 524";
  EXPECT_EQ(spend->unknown[0].body_bytes, static_cast<std::int64_t>(6 * start.body.size()));
  EXPECT_EQ(spend->unknown[0].max_output_tokens, 600);
  ASSERT_EQ(spend->by_role.size(), 1U);
  EXPECT_EQ(spend->by_role[0].spend.unknown_tokens, 5);
  EXPECT_EQ(spend->by_role[0].spend.unpriced_input_tokens, 10) << "counted, without a price";
  EXPECT_EQ(spend->by_role[0].spend.unpriced_output_tokens, 3);
}

TEST_P(RunStorePromises, EndsNoAttemptTwice) {
  const AttemptId id = begun("k");
  EXPECT_TRUE(store->end(id, reply_of("once")));
  for (const AttemptId wrong : {id, id + 1, AttemptId{0}, AttemptId{-1}}) {
    const auto again = store->end(wrong, reply_of("twice"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().what, "attempt " + std::to_string(wrong) + " is not under way");
  }
  EXPECT_EQ(found("k")->raw_body, "once");
}

TEST_P(RunStorePromises, KeepsAManifestOncePerDigest) {
  EXPECT_TRUE(store->keep_manifest({"d"}, "seed: 1"));
  EXPECT_TRUE(store->keep_manifest({"d"}, "seed: 1"));
}

TEST(FailingRunStore, FailsFromTheNthWriteOn) {
  MemoryRunStore disk;
  FailingRunStore failing(disk, 2);
  const auto id = failing.begin(start_of("k"));
  ASSERT_TRUE(id);
  EXPECT_TRUE(failing.end(*id, reply_of("yes")));
  EXPECT_FALSE(failing.begin(start_of("l")));
  EXPECT_EQ((*failing.find({{"k"}}))->raw_body, "yes");
}

class SqliteRunStoreTest : public StoreFolder {};

TEST_F(SqliteRunStoreTest, KnowsTheBodyOfAnAttemptAndOfNoOther) {
  auto store = open();
  const auto id = store->begin(start_of("k"));
  ASSERT_TRUE(id);
  EXPECT_EQ(store->body_of(*id).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(store->end(*id, reply_of("{}")));
  EXPECT_EQ(*store->body_of(*id), "{}");
  EXPECT_EQ(store->body_of(*id + 1).error().kind, ErrorKind::not_found);
}

TEST_F(SqliteRunStoreTest, StillHasEverythingAfterReopening) {
  {
    auto store = open();
    ASSERT_TRUE(store->end(*store->begin(start_of("k")), reply_of("kept")));
    ASSERT_TRUE(store->begin(start_of("in flight")));
    EXPECT_TRUE(store->close());
  }
  auto store = open();
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "kept");
  EXPECT_EQ(store->spend()->all.attempts, 2);
  EXPECT_EQ(store->spend()->all.unfinished, 1);
}

TEST_F(SqliteRunStoreTest, BooksAttemptsOnTheRunAndSharesReplies) {
  {
    auto store = open("monday");
    ASSERT_TRUE(store->end(*store->begin(start_of("k")), reply_of("shared")));
  }
  auto store = open("tuesday");
  EXPECT_EQ(store->spend()->all.attempts, 0);
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "shared");
}

TEST_F(SqliteRunStoreTest, RefusesWritesAfterClose) {
  auto store = open();
  ASSERT_TRUE(store->end(*store->begin(start_of("k")), reply_of("kept")));
  EXPECT_TRUE(store->close());

  const auto late = store->begin(start_of("l"));

  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().what, "store " + path + " was closed");
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "kept");
}

/// A wall clock that jumps with every look at it; durations come from the steady clock.
class JumpingClock : public SystemClock {
 public:
  Wall now() const override {
    constexpr std::int64_t kTimes[] = {1'764'000'000'000, 0, 4'102'444'800'000, -86'400'000,
                                       1'764'000'000'001};
    return Wall(std::chrono::milliseconds(kTimes[looks_++ % 5]));
  }

 private:
  mutable std::atomic<unsigned> looks_ = 0;
};

// D-16
TEST_F(SqliteRunStoreTest, D16_CaresForNoJumpsOfTheWallClock) {
  const StoreOptions options{.path = path, .run = "r", .spill_folder = (folder / "spill").string()};
  for (int invocation = 0; invocation < 5; ++invocation) {
    JumpingClock clock_of_run;
    auto store = SqliteRunStore::open(options, clock_of_run);
    ASSERT_TRUE(store) << to_text(store.error());
    for (int i = 0; i < 10; ++i) {
      const std::string key = std::to_string(invocation) + "/" + std::to_string(i);
      const auto id = (*store)->begin(start_of(key));
      ASSERT_TRUE(id);
      EXPECT_EQ(*id, 10 * invocation + i + 1) << "order is by number, never by time";
      ASSERT_TRUE((*store)->end(*id, reply_of(key)));
      EXPECT_EQ((*(*store)->find({{key}}))->raw_body, key);
    }
  }
}

TEST_F(SqliteRunStoreTest, AddsUpCountsThatNoServerCouldMean) {
  auto store = open();
  AttemptEnd end = reply_of("a");
  end.usage = {.input_tokens = std::numeric_limits<std::int64_t>::max(), .output_tokens = -5};
  end.cost = std::numeric_limits<double>::quiet_NaN();
  ASSERT_TRUE(store->end(*store->begin(start_of("a")), end));
  ASSERT_TRUE(store->end(*store->begin(start_of("b")), end));

  const auto spend = store->spend();

  ASSERT_TRUE(spend);
  EXPECT_EQ(spend->all.input_tokens, std::int64_t{2} << 40U);
  EXPECT_EQ(spend->all.output_tokens, 0);
  EXPECT_EQ(spend->all.unknown_cost, 2);
}

}  // namespace
}  // namespace evenhand
