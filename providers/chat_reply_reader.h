#pragma once

#include <string_view>

#include "base/chat.h"
#include "base/result.h"

namespace evenhand {

/// Reads the body of a chat completion that came with status 200, whatever dialect of OpenAI's
/// format the server speaks. Pure: the same bytes give the same reply, so that stored bodies can
/// be read again by a better reader.
///
/// Errors say what the call came to: an error object inside a 200 (by its inner code), filtered,
/// empty_reply (no text at all, or all of it reasoning), malformed_reply.
Result<ChatReply> read_chat_reply(std::string_view body);

}  // namespace evenhand
