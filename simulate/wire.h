#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "simulate/chat_task.h"

namespace evenhand {

/// Reads the body of POST /v1/chat/completions. bad_input for what is not JSON, is nested too
/// deeply, lacks a field or asks for what is not simulated (streams, several choices).
Result<ChatTask> read_chat_task(std::string_view body);

/// The body of a chat completion; the same for the same seed, task and reply, byte for byte.
std::string chat_completion_json(std::uint64_t seed, const ChatTask& task,
                                 const SimulatedReply& reply);

/// Reads the body of POST /v1/completions, whose prompt becomes a message of the user. bad_input as
/// above, and for all but what echoes log probabilities: texts are scored, not continued.
Result<ChatTask> read_completion_task(std::string_view body);

/// The body of a text completion that echoes the tokens and one more.
std::string completion_json(std::uint64_t seed, const ChatTask& task,
                            const std::vector<TokenLogprob>& tokens);

std::string model_list_json(const std::vector<std::string>& names);

/// OpenAI's error object. An empty code becomes null.
std::string error_json(std::string_view message, std::string_view type, std::string_view code);

}  // namespace evenhand
