#include "providers/chat_reply_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace evenhand {
namespace {

std::string with_message(const std::string& message, const std::string& finish = "\"stop\"") {
  return R"({"choices":[{"message":)" + message + R"(,"finish_reason":)" + finish + "}]}";
}

TEST(ChatReply, IsReadFromEveryShape) {
  const struct {
    std::string message;
    const char* text;
    const char* reasoning;
  } cases[] = {
      {R"({"content":"Paris."})", "Paris.", ""},
      {R"({"content":"Paris.","reasoning_content":"hm"})", "Paris.", "hm"},
      {R"({"content":"Paris.","reasoning":"hm"})", "Paris.", "hm"},
      {R"({"content":"Paris.","reasoning":"hm","reasoning_content":"hm"})", "Paris.", "hm"},
      {R"({"content":"Paris.","reasoning":"x","reasoning_details":[{"text":"a"},{"summary":"b"}]})",
       "Paris.", "ab"},
      {R"({"content":"Paris.","reasoning":null,"reasoning_content":null})", "Paris.", ""},
      {R"({"content":"<think>hm</think>Paris."})", "Paris.", "hm"},
      {R"({"content":[{"type":"text","text":"Par"},{"type":"text","text":"is."}]})", "Paris.", ""},
      {R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},)"
       R"({"type":"text","text":"Paris."}]})",
       "Paris.", "hm"},
      {R"({"content":null,"refusal":"I will not."})", "I will not.", ""},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply = read_chat_reply(with_message(c.message));
    ASSERT_TRUE(reply) << c.message << reply.error().what;
    EXPECT_EQ(reply->text, c.text) << c.message;
    EXPECT_EQ(reply->reasoning, c.reasoning) << c.message;
  }
}

TEST(ChatReply, C16_MayHaveNoiseAroundIt) {
  const std::string body = with_message(R"({"content":"Paris."})");
  for (const std::string& noisy :
       {"\n\n\r\n" + body, "\xEF\xBB\xBF" + body, body + "\n\n  ",
        ": keep-alive\n\n: keep-alive\n" + body, body + '\0', body + "\n" + '\0'}) {
    const Result<ChatReply> reply = read_chat_reply(noisy);
    ASSERT_TRUE(reply) << noisy;
    EXPECT_EQ(reply->text, "Paris.");
  }
}

TEST(ChatReply, C17_IsValidUtf8WhateverCame) {
  const struct {
    std::string content;
    std::string text;
  } cases[] = {
      {"a\xFF z", "a\xEF\xBF\xBD z"},
      {R"(a\ud800z)", "a\xEF\xBF\xBDz"},
      {R"(a\udc00z)", "a\xEF\xBF\xBDz"},
      {R"(\ud83d\ude00 \ud83d)", "\xF0\x9F\x98\x80 \xEF\xBF\xBD"},
      {"line\nbreak", "line\nbreak"},
      {R"(a\u0000b)", std::string("a\0b", 3)},
      {R"(\\ud800)", "\\ud800"},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply =
        read_chat_reply(with_message(R"({"content":")" + c.content + "\"}"));
    ASSERT_TRUE(reply) << c.content << reply.error().what;
    EXPECT_EQ(reply->text, c.text) << c.content;
  }
}

TEST(ChatReply, KnowsWhyTheModelStopped) {
  const struct {
    const char* word;
    StopReason stop;
  } cases[] = {
      {"\"stop\"", StopReason::finished},
      {"\"eos\"", StopReason::finished},
      {"\"length\"", StopReason::out_of_tokens},
      {"\"max_tokens\"", StopReason::out_of_tokens},
      {"\"MAX_TOKENS\"", StopReason::out_of_tokens},
      {"\"model_length\"", StopReason::out_of_tokens},
      {"\"content_filter\"", StopReason::filtered},
      {"\"tool_calls\"", StopReason::other},
      {"null", StopReason::other},
      {"\"\"", StopReason::other},
      {"7", StopReason::other},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply = read_chat_reply(with_message(R"({"content":"x"})", c.word));
    ASSERT_TRUE(reply) << c.word;
    EXPECT_EQ(reply->stop, c.stop) << c.word;
  }
}

TEST(ChatReply, OnlyFilteredTrueIsFiltered) {
  const std::string head = R"({"choices":[{"message":{"content":"x"},"finish_reason":"stop",)"
                           R"("content_filter_results":{"hate":)";
  EXPECT_EQ(read_chat_reply(head + R"({"filtered":true}}}]})")->stop, StopReason::filtered);
  EXPECT_EQ(read_chat_reply(head + R"({"filtered":false,"detected":true}}}]})")->stop,
            StopReason::finished);
}

TEST(ChatReply, DoesNotTakeMissingUsageForNothing) {
  const struct {
    const char* usage;
    std::optional<std::int64_t> input;
    std::optional<std::int64_t> output;
  } cases[] = {
      {R"({"prompt_tokens":7,"completion_tokens":2})", 7, 2},
      {R"({"input_tokens":7,"output_tokens":2})", 7, 2},
      {R"({"prompt_tokens":7,"completion_tokens":0})", 7, 0},
      {R"({"prompt_tokens":0,"completion_tokens":0})", std::nullopt, std::nullopt},
      {R"({"prompt_tokens":-7,"completion_tokens":2})", std::nullopt, 2},
      {R"({"prompt_tokens":1e30,"completion_tokens":2})", std::nullopt, 2},
      {R"({"prompt_tokens":true,"completion_tokens":"2"})", std::nullopt, std::nullopt},
      {"null", std::nullopt, std::nullopt},
      {"[]", std::nullopt, std::nullopt},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply = read_chat_reply(
        R"({"choices":[{"message":{"content":"x"}}],"usage":)" + std::string(c.usage) + "}");
    ASSERT_TRUE(reply) << c.usage;
    EXPECT_EQ(reply->usage.input_tokens, c.input) << c.usage;
    EXPECT_EQ(reply->usage.output_tokens, c.output) << c.usage;
  }
}

std::vector<TokenChoice> logprobs_in(const std::string& logprobs) {
  return read_chat_reply(R"({"choices":[{"message":{"content":"x"},"logprobs":)" + logprobs + "}]}")
      ->logprobs;
}

TEST(Logprobs, AreReadInBothShapes) {
  const auto chat =
      logprobs_in(R"({"content":[{"token":"A","logprob":-0.1,"top_logprobs":[)"
                  R"({"token":"A","logprob":-0.1},{"token":"B","logprob":-9999.0}]}]})");
  const auto legacy = logprobs_in(R"({"tokens":["A"],"token_logprobs":[-0.1],)"
                                  R"("top_logprobs":[{"A":-0.1,"B":-9999.0}]})");
  for (const auto& choices : {chat, legacy}) {
    ASSERT_EQ(choices.size(), 1u);
    EXPECT_EQ(choices[0].chosen.token, "A");
    EXPECT_EQ(choices[0].chosen.logprob, -0.1);
    ASSERT_EQ(choices[0].top.size(), 2u);
    EXPECT_EQ(choices[0].top[1].token, "B");
    EXPECT_TRUE(std::isinf(choices[0].top[1].logprob));
  }
}

TEST(Logprobs, MayBeAnythingWithoutHarm) {
  for (const char* odd : {"null", "[]", "{}", "7", R"({"content":null})", R"({"content":[null,7]})",
                          R"({"tokens":["A"],"token_logprobs":null,"top_logprobs":null})",
                          R"({"content":[{"token":"A","logprob":NaN}]})"}) {
    logprobs_in(odd);
  }
  EXPECT_TRUE(logprobs_in("null").empty());
}

TEST(ChatReply, IsAnErrorWhereThereIsNone) {
  const struct {
    std::string body;
    ErrorKind kind;
    const char* what;
  } cases[] = {
      {"", ErrorKind::malformed_reply, "the reply is empty"},
      {"<html>Bad gateway</html>", ErrorKind::malformed_reply,
       "not JSON: <html>Bad gateway</html>"},
      {"[1]", ErrorKind::malformed_reply, "not a JSON object: [1]"},
      // The parser would stop there, and say nothing of the rest.
      {R"({"choices":7})" + std::string(1, '\0') + "{}", ErrorKind::malformed_reply,
       R"(not JSON: {"choices":7} {})"},
      {R"({"choices":[]})", ErrorKind::malformed_reply,
       R"(the reply has no choices: {"choices":[]})"},
      {R"({"choices":null})", ErrorKind::malformed_reply,
       R"(the reply has no choices: {"choices":null})"},
      {std::string(200'000, '['), ErrorKind::malformed_reply, "the reply is nested too deeply"},
      {with_message(R"({"content":null})"), ErrorKind::empty_reply, "the model said nothing"},
      {with_message(R"({"content":""})"), ErrorKind::empty_reply, "the model said nothing"},
      {with_message("null"), ErrorKind::empty_reply, "the model said nothing"},
      {with_message(R"({"content":"<think>hm","tool_calls":[]})"), ErrorKind::empty_reply,
       "all of the reply is reasoning"},
      {with_message(R"({"content":null,"reasoning":"hm"})", "\"length\""), ErrorKind::empty_reply,
       "all of the reply is reasoning, and its tokens ran out"},
      {with_message(R"({"content":null,"tool_calls":[{"id":"1"}]})"), ErrorKind::empty_reply,
       "the model called a tool instead of saying something"},
      {with_message(R"({"content":""})", "\"content_filter\""), ErrorKind::filtered,
       "a content filter withheld the reply"},
      {with_message(R"({"content":"half"})", "\"error\""), ErrorKind::overloaded,
       "the server broke off with an error"},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply = read_chat_reply(c.body);
    ASSERT_FALSE(reply) << c.body;
    EXPECT_EQ(reply.error().kind, c.kind) << c.body.substr(0, 100);
    EXPECT_EQ(reply.error().what, c.what);
  }
}

TEST(ChatReply, C15_ClassifiesAnErrorInsideOfA200) {
  const struct {
    const char* body;
    ErrorKind kind;
  } cases[] = {
      {R"({"error":{"message":"slow down","code":429}})", ErrorKind::rate_limited},
      {R"({"error":{"message":"slow down","code":"429"},"choices":[]})", ErrorKind::rate_limited},
      {R"({"error":{"message":"x","code":"rate_limit_exceeded"}})", ErrorKind::rate_limited},
      {R"({"error":{"message":"x","code":408}})", ErrorKind::overloaded},
      {R"({"error":{"message":"x","code":502}})", ErrorKind::overloaded},
      {R"({"error":{"message":"x","code":402}})", ErrorKind::endpoint_refused},
      {R"({"error":{"message":"x","code":400}})", ErrorKind::rejected},
      {R"({"error":"warming up"})", ErrorKind::overloaded},
      {R"({"choices":[{"message":{"content":""},"error":{"code":503,"message":"x"}}]})",
       ErrorKind::overloaded},
  };
  for (const auto& c : cases) {
    const Result<ChatReply> reply = read_chat_reply(c.body);
    ASSERT_FALSE(reply) << c.body;
    EXPECT_EQ(reply.error().kind, c.kind) << c.body;
  }
}

TEST(ChatReply, C14_SurvivesEveryCutOfAGoodBody) {
  const std::string whole = with_message(R"({"content":"Par\u00e9s \ud83d\ude00"})");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    const Result<ChatReply> reply = read_chat_reply(whole.substr(0, cut));
    ASSERT_FALSE(reply) << cut;
    EXPECT_EQ(reply.error().kind, ErrorKind::malformed_reply) << cut;
  }
}

}  // namespace
}  // namespace evenhand
