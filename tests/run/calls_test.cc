#include "run/calls.h"

#include <gtest/gtest.h>

#include "run/remembering_model.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/fakes/scripted_model.h"

namespace evenhand {
namespace {

const ChatRequest kRequest{
    .endpoint = "e", .model = "m", .messages = {}, .occasion = "answer/ours/1/turn 1"};
const Error kRefusal{.kind = ErrorKind::endpoint_refused, .what = "no such key"};

TEST(Calls, TellARefusalOfOneThatWasUnderWayWhenTheRunEnded) {
  MemoryRunStore store;
  std::atomic<bool> asks_nobody = false;
  FunctionModel server([&](const ChatRequest&) -> Result<ChatReply> {
    asks_nobody = true;  // the user interrupts while the server thinks
    return kRefusal;
  });
  RememberingModel model(store, &server, &asks_nobody);
  const RunModels models{.by_endpoint = {{"local", &model}}, .asks_nobody = &asks_nobody};
  Calls calls(models);

  EXPECT_FALSE(calls.reply_to({"local"}, kRequest));
  ASSERT_TRUE(calls.refused_by());
  EXPECT_EQ(calls.refused_by()->what, "no such key");
  EXPECT_FALSE(calls.stopped_by());
}

TEST(Calls, TellNoRefusalThatTheStoreRemembers) {
  MemoryRunStore store;
  const auto id = store.begin({.key = key_of(kRequest)});
  ASSERT_TRUE(id);
  ASSERT_TRUE(store.end(*id, {.http_status = 401, .error = kRefusal}));
  RememberingModel offline(store, nullptr);
  const RunModels models{.by_endpoint = {{"local", &offline}}};
  Calls calls(models);

  const auto reply = calls.reply_to({"local"}, kRequest);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().what, "no such key") << "why it is not there is told all the same";
  EXPECT_FALSE(calls.refused_by());
}

}  // namespace
}  // namespace evenhand
