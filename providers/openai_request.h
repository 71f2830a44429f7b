#pragma once

#include <string>

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

}  // namespace evenhand
