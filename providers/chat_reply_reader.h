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
/// empty_reply (no text at all, or all of it reasoning), malformed_reply. Where silence is a reply,
/// one without text is read like others, and what a filter withheld as well.
Result<ChatReply> read_chat_reply(std::string_view body, Silence silence = Silence::failure);

/// Reads the body of a text completion that echoes `before` and `continuation`: the reply's
/// `logprob` is that of the continuation, summed over `logprobs`, its tokens; a token that begins
/// before it and ends within counts. The text says both, for people.
///
/// Errors as above, and: endpoint_refused where the reply echoes no log probabilities; rejected
/// where its tokens are another text, a token of the continuation has none (or one that is no
/// number, or above 0) or lists differ in length, since asking again would not help.
Result<ChatReply> read_scored_reply(std::string_view body, std::string_view before,
                                    std::string_view continuation);

/// What any body of a response says of tokens, be there a reply in it or not.
Usage read_usage(std::string_view body);

/// Whichever of the two the request asks for.
Result<ChatReply> read_reply(std::string_view body, const ChatRequest& request);

}  // namespace evenhand
