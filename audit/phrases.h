#pragma once

#include <string>
#include <string_view>

namespace evenhand {

// What is looked for in questions and options. Each gives what was found, empty where nothing was.

/// "the following table", "this list", "shown above".
std::string context_phrase(std::string_view question);

/// "They", "This process" at the beginning, but not "It is".
std::string pronoun_at_start(std::string_view question);

/// U+FFFD, control characters, private use, UTF-8 that was read as Latin-1.
std::string bad_character(std::string_view text);

/// An HTML entity or tag; not "<p>", which is algebra.
std::string markup(std::string_view text);

/// "(A) " in a question that does not list (A) and (B).
std::string option_label(std::string_view question);

/// "all of the above", "both A and B".
std::string order_phrase(std::string_view option);

/// "currently", "as of 2019".
std::string time_phrase(std::string_view question);

/// "not" where no NOT is in capitals.
std::string quiet_negation(std::string_view question);

/// ".?" at the end.
std::string doubled_end(std::string_view question);

/// "a" or "an" at the end.
std::string last_article(std::string_view question);

}  // namespace evenhand
