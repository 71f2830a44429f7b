#pragma once

#include <string>

#include "tests/providers/endpoint_fixture.h"

namespace evenhand {

inline std::string scored_body(const std::string& logprobs,
                               const std::string& text = "Q: Why?\\nA: No.") {
  return R"({"model":"served-1","choices":[{"text":")" + text +
         R"(","finish_reason":"length","logprobs":)" + logprobs +
         R"(}],"usage":{"prompt_tokens":5,"completion_tokens":1}})";
}

inline std::string arrays(const std::string& tokens, const std::string& numbers) {
  return R"({"tokens":)" + tokens + R"(,"token_logprobs":)" + numbers + "}";
}

inline constexpr const char* kTokens = R"(["Q", ": Why?", "\nA:", " No", ".", "\n"])";

inline ChatRequest a_text() {
  ChatRequest request = a_question("Q: Why?\nA:");
  request.continuation = " No.";
  return request;
}

/// A score of -3 for a_text().
inline HttpResponse scored_reply() {
  return http_reply(200, scored_body(arrays(kTokens, "[null, -7, -3, -1, -2, -2]")));
}

}  // namespace evenhand
