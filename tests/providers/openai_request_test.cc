#include "providers/openai_request.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

ChatRequest asking(std::vector<Message> messages) {
  return {.endpoint = "e", .model = "m", .messages = std::move(messages), .occasion = "o"};
}

TEST(RequestBody, SaysSamplingInFull) {
  const ChatRequest request = asking({{Role::user, "hi"}});
  EXPECT_EQ(*request_body(request, {}),
            R"({"model":"m","messages":[{"role":"user","content":"hi"}],)"
            R"("temperature":0,"top_p":1,"max_tokens":2048})");
}

TEST(RequestBody, SaysWhatWasAskedFor) {
  ChatRequest request = asking({{Role::user, "hi"}});
  request.sampling = {.temperature = 0.7,
                      .top_p = 0.95,
                      .max_output_tokens = 5,
                      .top_logprobs = 3,
                      .seed = 42,
                      .stop = {"a", "b\n", "c", "d", "e"},
                      .extra = R"({"reasoning_effort":"low"})"};
  EXPECT_EQ(*request_body(request, {.token_field = TokenField::max_completion_tokens}),
            R"({"model":"m","messages":[{"role":"user","content":"hi"}],)"
            R"("temperature":0.7,"top_p":0.95,"max_completion_tokens":5,)"
            R"("logprobs":true,"top_logprobs":3,"seed":42,"stop":["a","b\n","c","d"],)"
            R"("reasoning_effort":"low"})");
}

TEST(RequestBody, LeavesOutWhatTheServerRejects) {
  ChatRequest request = asking({{Role::user, "hi"}});
  request.sampling.top_logprobs = 3;
  request.sampling.seed = 1;
  request.sampling.stop = {"x"};
  Dialect dialect;
  for (const char* field : {"temperature", "top_p", "top_logprobs", "seed", "stop"}) {
    EXPECT_TRUE(learn_rejected(dialect, field)) << field;
    EXPECT_FALSE(learn_rejected(dialect, field)) << field;
  }
  EXPECT_EQ(*request_body(request, dialect),
            R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":2048})");
}

TEST(Dialect, SwitchesTheTokenFieldOnce) {
  Dialect dialect;
  EXPECT_FALSE(learn_rejected(dialect, "max_completion_tokens"));
  EXPECT_TRUE(learn_rejected(dialect, "max_tokens"));
  EXPECT_EQ(dialect.token_field, TokenField::max_completion_tokens);
  EXPECT_FALSE(learn_rejected(dialect, "max_completion_tokens"));
  EXPECT_FALSE(learn_rejected(dialect, "messages"));
}

TEST(RequestBody, PutsSystemMessagesTogetherAtTheHead) {
  const ChatRequest request = asking({{Role::system, "one"},
                                      {Role::user, "hi"},
                                      {Role::system, "two"},
                                      {Role::assistant, " "},
                                      {Role::user, "and?"}});
  EXPECT_EQ(*request_body(request, {}),
            R"({"model":"m","messages":[{"role":"system","content":"one\n\ntwo"},)"
            R"j({"role":"user","content":"hi"},{"role":"assistant","content":"(no answer)"},)j"
            R"({"role":"user","content":"and?"}],"temperature":0,"top_p":1,"max_tokens":2048})");
}

TEST(RequestBody, IsValidJsonWhateverIsSaid) {
  using std::string_literals::operator""s;
  const ChatRequest request = asking({{Role::user, "\"\\\n\t\x01\xFF\0\xC3\xA9"s}});
  const std::string body = *request_body(request, {});
  const std::string said = R"("content":"\"\\\n\t\u0001)"
                           "\xEF\xBF\xBD"
                           R"(\u0000)"
                           "\xC3\xA9\"";
  EXPECT_NE(body.find(said), std::string::npos) << body;
}

TEST(RequestBody, RefusesExtraFieldsThatAreOurs) {
  const struct {
    std::string extra;
    const char* what;
  } cases[] = {
      {R"({"temperature":1})", "extra request fields: 'temperature' is set by evenhand itself"},
      {R"({"n":2})", "extra request fields: 'n' is set by evenhand itself"},
      {R"({"stream":true})", "extra request fields: 'stream' is set by evenhand itself"},
      {R"([1])", "extra request fields: not a JSON object"},
      {R"({"a":)", "extra request fields: not a JSON object"},
      {std::string(100'000, '['), "extra request fields: nested too deeply"},
  };
  for (const auto& c : cases) {
    ChatRequest request = asking({{Role::user, "hi"}});
    request.sampling.extra = c.extra;
    const Result<std::string> body = request_body(request, {});
    ASSERT_FALSE(body) << c.what;
    EXPECT_EQ(body.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(body.error().what, c.what);
  }
}

}  // namespace
}  // namespace evenhand
