#pragma once

#include <span>
#include <variant>

#include "base/chat.h"
#include "judge/fault.h"
#include "judge/protocol.h"

namespace evenhand {

/// The share of the first identifier in the probability of both, at the first position that
/// answers: one whose chosen token is an identifier, or where the identifiers together have at
/// least half of the probability. Spellings with blanks around are the same identifier; so is the
/// other case, unless that is what tells the identifiers apart.
std::variant<double, Fault> first_share(std::span<const TokenChoice> choices,
                                        const Identifiers& identifiers);

/// AlpacaEval's logprob_parser: the first position, exact spellings, from the listed tokens only,
/// however little probability they have.
std::variant<double, Fault> upstream_first_share(std::span<const TokenChoice> choices,
                                                 const Identifiers& identifiers);

}  // namespace evenhand
