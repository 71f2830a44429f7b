#include "simulate/wire.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(ChatTaskOfBody, HasWhatTheRequestSays) {
  const auto task = read_chat_task(
      R"({"model":"sim-judge","logprobs":true,"top_logprobs":5,"max_tokens":9,"temperature":0,)"
      R"("messages":[{"role":"developer","content":"Be kind."},)"
      R"({"role":"user","content":[{"type":"text","text":"Why"},{"type":"text","text":"?"}]},)"
      R"({"role":"assistant","content":null}]})");

  ASSERT_TRUE(task) << task.error().what;
  EXPECT_EQ(task->model, "sim-judge");
  EXPECT_TRUE(task->wants_logprobs);
  EXPECT_EQ(task->top_logprobs, 5);
  EXPECT_EQ(task->max_tokens, 9u);
  ASSERT_EQ(task->messages.size(), 3u);
  EXPECT_EQ(task->messages[0].role, Role::system);
  EXPECT_EQ(task->messages[1].text, "Why?");
  EXPECT_EQ(task->messages[2].role, Role::assistant);
}

TEST(ChatTaskOfBody, DoesNotDependOnTheOrderOfFields) {
  const auto one = read_chat_task(R"({"model":"m","messages":[{"role":"user","content":"?"}]})");
  const auto two = read_chat_task(R"({"messages":[{"content":"?","role":"user"}],"model":"m"})");

  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_EQ(one->canonical, two->canonical);
}

TEST(ChatTaskOfBody, IsRefusedForAReason) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  struct {
    std::string body;
    const char* what;
  } const cases[] = {
      {"", "the body is not JSON"},
      {"{", "the body is not JSON"},
      {"\xff", "the body is not JSON"},
      {"{}" + std::string(1, '\0') + "{}", "the body is not JSON"},
      {"[]", "the body is not a JSON object"},
      {deep, "the body is nested more than 32 deep"},
      {"{}", "'model' is missing"},
      {R"({"model":7})", "'model' is missing"},
      {R"({"model":"m"})", "'messages' is not a list of at least one message"},
      {R"({"model":"m","messages":[]})", "'messages' is not a list of at least one message"},
      {R"({"model":"m","messages":[7]})", "a message is not an object"},
      {R"({"model":"m","messages":[{"role":"tool","content":""}]})",
       "a message has a role other than system, user and assistant"},
      {R"({"model":"m","messages":[{"role":"user"}]})", "a message has no 'content'"},
      {R"({"model":"m","messages":[{"role":"user","content":7}]})",
       "'content' is neither a string nor a list of parts"},
      {R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]})",
       "a part of 'content' is not a text"},
  };
  for (const auto& c : cases) {
    const auto task = read_chat_task(c.body);
    ASSERT_FALSE(task) << c.body.substr(0, 80);
    EXPECT_EQ(task.error().what, c.what);
  }
}

TEST(ChatTaskOfBody, IsRefusedForWhatIsNotSimulated) {
  struct {
    const char* field;
    const char* what;
  } const cases[] = {
      {R"("stream":true)", "streams are not simulated; leave out 'stream'"},
      {R"("n":0)", "'n' is not 1"},
      {R"("n":2)", "'n' is not a whole number from 0 to 1"},
      {R"("logprobs":true,"top_logprobs":21)", "'top_logprobs' is not a whole number from 0 to 20"},
      {R"("top_logprobs":2)", "'top_logprobs' needs 'logprobs': true"},
      {R"("max_tokens":0)", "'max_tokens' is 0"},
      {R"("max_tokens":1.5)", "'max_tokens' is not a whole number from 0 to 2147483647"},
      {R"("max_tokens":18446744073709551615)",
       "'max_tokens' is not a whole number from 0 to 2147483647"},
  };
  for (const auto& c : cases) {
    const auto task = read_chat_task(R"({"model":"m","messages":[{"role":"user","content":"?"}],)" +
                                     std::string(c.field) + "}");
    ASSERT_FALSE(task) << c.field;
    EXPECT_EQ(task.error().what, c.what);
  }
}

TEST(ChatCompletion, HasOpenAisShape) {
  ChatTask task{.model = "sim-judge", .messages = {{.role = Role::user, .text = "12345678"}}};
  task.canonical = "request";

  EXPECT_EQ(
      chat_completion_json(7, task, {.text = "Well.", .reasoning = "Hm."}),
      R"({"id":"chatcmpl-52b543b0972d9c18cb9c09f8","object":"chat.completion","created":1735689600,)"
      R"("model":"sim-judge","choices":[{"index":0,"message":{"role":"assistant",)"
      R"("content":"Well.","reasoning_content":"Hm.","refusal":null},"logprobs":null,)"
      R"("finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":3,)"
      R"("total_tokens":5,"completion_tokens_details":{"reasoning_tokens":1}},)"
      R"("system_fingerprint":"simulated"})");
}

TEST(ChatCompletion, ListsLogprobsTokenByToken) {
  const ChatTask task{.model = "m", .wants_logprobs = true, .top_logprobs = 1};
  SimulatedReply reply{.text = "A"};
  reply.logprobs = {
      {.chosen = {.token = "A", .logprob = -0.5}, .top = {{.token = "A", .logprob = -0.5}}}};

  EXPECT_NE(chat_completion_json(7, task, reply)
                .find(R"("logprobs":{"content":[{"token":"A","logprob":-0.5,"bytes":[65],)"
                      R"("top_logprobs":[{"token":"A","logprob":-0.5,"bytes":[65]}]}]})"),
            std::string::npos);
}

TEST(ErrorBody, HasOpenAisShape) {
  EXPECT_EQ(error_json("no \"such\" model", "invalid_request_error", "model_not_found"),
            R"({"error":{"message":"no \"such\" model","type":"invalid_request_error",)"
            R"("param":null,"code":"model_not_found"}})");
}

TEST(ModelList, HasOpenAisShape) {
  EXPECT_EQ(model_list_json({"sim-judge"}),
            R"({"object":"list","data":[{"id":"sim-judge","object":"model",)"
            R"("created":1735689600,"owned_by":"evenhand simulate"}]})");
}

}  // namespace
}  // namespace evenhand
