#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// Without blanks, tabs and line ends at both ends. A view into the argument.
std::string_view trimmed(std::string_view text);

std::string joined(std::span<const std::string> parts, std::string_view separator);

/// The pieces between separators; always at least one.
std::vector<std::string> split(std::string_view text, char separator);

/// ASCII letters only; other bytes stay as they are.
std::string lower_case(std::string_view text);

/// Every occurrence of `from` replaced, left to right; what was put in is not searched again.
/// Requires that `from` is not empty.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// The known name that `name` was most likely meant to be, by edit distance; nullopt when none
/// is near enough to be a slip of the fingers.
std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> known);

/// "did you mean 'x'?" where a near name exists, else "known: a, b, c" (or "" with none known).
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

/// "1 question", "3 questions".
std::string counted(std::size_t count, const std::string& noun);

/// Length in bytes of the well-formed UTF-8 sequence at the start; 0 where there is none.
std::size_t utf8_length(std::string_view bytes);

/// Unicode code points of valid UTF-8; each invalid byte counts as one.
std::size_t code_points(std::string_view utf8);

/// The start of the text, at most `most` code points long. A view into the argument.
std::string_view first_code_points(std::string_view utf8, std::size_t most);

/// The text with each invalid byte sequence replaced by U+FFFD, so that it can be written as
/// JSON, HTML or to a terminal. Valid text is returned unchanged.
std::string valid_utf8(std::string_view bytes);

/// The whole text as a number, whatever the locale: "1.5", "-2e3". nullopt for anything else,
/// infinities and not-a-number included.
std::optional<double> parse_number(std::string_view text);

/// The whole text as a decimal integer that fits into a long long; nullopt otherwise.
std::optional<long long> parse_integer(std::string_view text);

/// The text as one word of a POSIX shell: in single quotes where it must be, else as it is.
std::string shell_word(std::string_view text);

/// The shortest decimal text that reads back as the same double. Requires a finite number.
std::string shortest_text(double number);

}  // namespace evenhand
