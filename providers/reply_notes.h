#pragma once

#include <string>

#include "base/chat.h"
#include "providers/endpoint.h"

namespace evenhand {

/// A quarter of the characters: rough, but the same for every server.
double estimated_input_tokens(const ChatRequest& request);

/// Adds notes on what a reader of the reply should know: a prompt that was probably cut, log
/// probabilities that were asked for and not given.
void add_suspicions(ChatReply& reply, const ChatRequest& request, double input_tokens);

/// Puts the name of the key's variable, or the model's, into an error that is about them.
void name_what_to_check(Error& error, const EndpointOptions& options, const std::string& model);

}  // namespace evenhand
