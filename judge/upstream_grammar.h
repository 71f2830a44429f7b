#pragma once

#include <string_view>
#include <variant>

#include "base/verdict.h"
#include "judge/labels.h"

namespace evenhand {

// Verdicts as the original tools read them, defects included, for comparison with their numbers.
// docs/protocols.md lists where these differ from the strict grammar.

/// FastChat 0.2.36: contains "[[A]]", else "[[B]]", else "[[C]]".
std::variant<SeatPreference, Fault> upstream_pairwise(std::string_view text);

/// FastChat 0.2.36: the first "[[n]]", else the first "[n]"; no range. What would end FastChat
/// (leading zeros, digits of other scripts) is Unreadable.
std::variant<Grade, Fault> upstream_grade(std::string_view text);

/// Arena-Hard v2.0: upper case, the last "[[...]]" of the letters AB<>=, else the last "[...]".
std::variant<SeatPreference, Fault> upstream_five_way(std::string_view text);

/// Arena-Hard v0.1: "[[...]]" of the letters AB<>= as they are spelled, where all of them are the
/// same; verdicts read backwards are none. Upstream asked a judge without any once more.
std::variant<SeatPreference, Fault> upstream_five_way_v0_1(std::string_view text);

}  // namespace evenhand
