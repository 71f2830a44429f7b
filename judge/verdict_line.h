#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/chat.h"
#include "judge/fault.h"

namespace evenhand {

/// Looks for the last line of a judgement that holds a verdict, "[[...]]", and returns what stands
/// between the brackets, without blanks; what it means is the protocol's business. The grammar is
/// in docs/protocols.md. Linear in the length of the text; only `reply.text` is read.
std::variant<std::string, Fault> last_verdict(const ChatReply& reply);

}  // namespace evenhand
