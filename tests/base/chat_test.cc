#include "base/chat.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <vector>

namespace evenhand {
namespace {

ChatRequest sample_request() {
  return {.endpoint = "http://localhost/v1",
          .model = "m",
          .messages = {{.role = Role::user, .text = "2 + 2?"}},
          .sampling = {.temperature = 0.5, .stop = {"END"}},
          .occasion = "answer/ours/q1/turn 1"};
}

TEST(KeyOf, C22_IsTheSameForTheSameRequest) {
  EXPECT_EQ(key_of(sample_request()), key_of(sample_request()));
}

// Whatever could change the reply must change the key, or a stored reply would be taken for
// another.
TEST(KeyOf, D21_DependsOnEveryField) {
  const std::vector<std::function<void(ChatRequest&)>> changes = {
      [](ChatRequest& r) { r.endpoint += "x"; },
      [](ChatRequest& r) { r.model += "x"; },
      [](ChatRequest& r) { r.occasion += "x"; },
      [](ChatRequest& r) { r.messages[0].text += "x"; },
      [](ChatRequest& r) { r.messages[0].role = Role::system; },
      [](ChatRequest& r) { r.messages.push_back({}); },
      [](ChatRequest& r) { r.sampling.temperature = 0.6; },
      [](ChatRequest& r) { r.sampling.top_p = 0.9; },
      [](ChatRequest& r) { r.sampling.max_output_tokens = 7; },
      [](ChatRequest& r) { r.sampling.top_logprobs = 5; },
      [](ChatRequest& r) { r.sampling.seed = 1; },
      [](ChatRequest& r) {
        r.sampling.stop = {"EN", "D"};
      },
      [](ChatRequest& r) { r.sampling.extra = "{}"; },
      [](ChatRequest& r) { r.continuation = ""; },
      [](ChatRequest& r) { r.continuation = " Four."; },
  };
  std::set<RequestKey> keys = {key_of(sample_request())};
  for (const auto& change : changes) {
    ChatRequest request = sample_request();
    change(request);
    keys.insert(key_of(request));
  }
  EXPECT_EQ(keys.size(), changes.size() + 1);
}

}  // namespace
}  // namespace evenhand
