#pragma once

#include <cstddef>
#include <string_view>

namespace evenhand {

/// The list items in a text, as AlpacaEval 0.6 counts them: at the beginning of a line "*", "-" or
/// a bullet, digits with "." or ")", or a single letter with "." or ")" and a blank, each with a
/// word behind it, be it on a later line. Letters, digits and blanks of all scripts, as Python has
/// them. Bytes that are not UTF-8 are no word.
std::size_t count_list_items(std::string_view text);

/// Whether there is one, for AlpacaEval's question whether a judge prefers lists.
bool contains_list(std::string_view text);

}  // namespace evenhand
