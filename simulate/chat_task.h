#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/chat.h"

namespace evenhand {

/// What a simulated model is asked, read from the wire.
struct ChatTask {
  std::string model;
  std::vector<Message> messages;
  bool wants_logprobs = false;
  int top_logprobs = 0;
  std::optional<std::size_t> max_tokens = {};
  std::string canonical;  // the whole request with sorted fields: equal text, equal request
};

/// What it says.
struct SimulatedReply {
  std::string text;
  std::string reasoning = {};
  std::string finish_reason = "stop";
  std::vector<TokenChoice> logprobs = {};
};

/// The messages as one text in which no two different conversations look the same.
std::string conversation_of(const std::vector<Message>& messages);

/// What the user said last; "" where the user said nothing.
std::string_view last_user_text(const std::vector<Message>& messages);

/// Words are what blanks and line ends separate.
std::size_t words_in(std::string_view text);

/// Tokens as we count them: one for four bytes begun.
std::size_t tokens_in(std::string_view text);

}  // namespace evenhand
