#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace evenhand {

/// The outward form of an answer, for the eye of a reader who compares two of them.
struct TextForm {
  std::size_t characters = 0;   // code points
  std::size_t headings = 0;     // lines that begin with "#"
  std::size_t list_items = 0;   // lines that begin with "-", "*", "•" or a number
  std::size_t bold = 0;         // pairs of "**"
  std::size_t code_blocks = 0;  // pairs of lines that begin with "```"
};

TextForm form_of(std::string_view text);

/// "724 characters, 3 list items, 1 code block".
std::string in_words(const TextForm& form);

/// What the first has more or less of than the second: "120 characters longer (20 %), 3 list items
/// more, 1 heading less"; "of the same length and form" where nothing differs.
std::string difference_in_words(const TextForm& form, const TextForm& other);

}  // namespace evenhand
