#pragma once

#include <string>
#include <string_view>

#include "simulate/chat_task.h"

namespace evenhand {

/// The more likely identifier as the only token, with `top` alternatives (none for 0). The two
/// identifiers share all but a thousandth of the mass, `share_for_first` to 1 - share_for_first;
/// a few other tokens share the rest.
SimulatedReply identifier_reply(const std::string& first, const std::string& second,
                                double share_for_first, int top);

/// A text whose tokens are its words, each nearly certain; log probabilities only where the task
/// asks for them.
SimulatedReply plain_reply(std::string_view text, const ChatTask& task);

}  // namespace evenhand
