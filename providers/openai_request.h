#pragma once

#include <string>
#include <string_view>

#include "base/chat.h"
#include "base/result.h"
#include "providers/dialect.h"

namespace evenhand {

/// The body of a chat completion request, as JSON. Sampling is always said in full; invalid UTF-8
/// is replaced; system messages are put together at the head; at most four stops are sent.
///
/// Of a request with a continuation, the body of a text completion that echoes the log
/// probabilities of both, at temperature 0.
///
/// bad_input when `sampling.extra` is not a JSON object, or names a field that is ours to set.
Result<std::string> request_body(const ChatRequest& request, const Dialect& dialect);

/// Whether a field of the body is ours to set, of any chat, so that `sampling.extra` cannot.
bool is_set_by_evenhand(std::string_view field);

/// And of a text that is scored, where there are more of them.
bool is_set_by_evenhand_when_scoring(std::string_view field);

}  // namespace evenhand
