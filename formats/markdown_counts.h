#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace evenhand {

/// How much form a text has, as Chatbot Arena and Arena-Hard count it for style control.
struct MarkdownCounts {
  std::array<std::size_t, 6> headers = {};  // by level, h1 first
  std::size_t ordered = 0;                  // list items "1. x"
  std::size_t unordered = 0;                // list items "- x", "* x", "+ x"
  std::size_t bold_stars = 0;               // **x**
  std::size_t bold_underscores = 0;         // __x__

  std::size_t header_count() const;
  std::size_t list_count() const { return ordered + unordered; }
  std::size_t bold_count() const { return bold_stars + bold_underscores; }

  friend bool operator==(const MarkdownCounts&, const MarkdownCounts&) = default;
};

/// What of a text is code, and so has no form of its own.
enum class CodeBlocks {
  /// Fences stand on lines of their own, at any indent: three or more backticks or tildes, up to a
  /// line of as many of the same and nothing else, or the end of the text. The lines go, fences
  /// and all.
  by_line,
  /// As upstream does it, for comparison: what stands between ``` and ``` without a backtick in it
  /// is deleted wherever it occurs in the text, and the fences stay. "```a```" takes every "a" from
  /// the words around it, a backtick in the code or a missing fence takes the prose instead. Takes
  /// time in proportion to the text's length times the number of its code blocks.
  as_upstream,
};

/// The text that is counted: without its code.
std::string without_code(std::string_view text, CodeBlocks code);

/// Counts on what without_code() leaves, in line with upstream's patterns: one to six # and a blank
/// at the beginning of a line; digits and a dot, or one of -*+, and a blank behind it, blanks
/// before them running over line ends; two stars or underscores around at least one character on
/// one line that is not that mark. Blanks and digits of all scripts. Bytes that are not UTF-8 are
/// neither.
MarkdownCounts markdown_counts(std::string_view text, CodeBlocks code = CodeBlocks::by_line);

}  // namespace evenhand
