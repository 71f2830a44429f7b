#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace evenhand {

/// What the terminal can show. In ASCII every other character becomes an escape.
enum class Charset { unicode, ascii };

/// The one way for untrusted text to reach a terminal. Whatever could steer it, reorder text or
/// hide in it becomes a visible escape: control characters other than line end and tab, bidi
/// controls, zero-width and other invisible characters as \u{202e}, bytes that are no UTF-8 as
/// \xff. Everything else stays as it is.
std::string terminal_text(std::string_view untrusted, Charset charset = Charset::unicode);

/// The same for text that must stay on its line: line ends and tabs are escaped as well.
std::string terminal_line(std::string_view untrusted, Charset charset = Charset::unicode);

/// Columns that the text takes up: 2 for East Asian wide characters, 0 for combining marks.
/// Requires text from the functions above, without line ends and tabs.
std::size_t display_width(std::string_view text);

/// At most `width` columns: what is too long loses its middle, where an ellipsis is put
/// ("meta-llam…-instruct"). Characters stay whole, with their combining marks.
std::string shorten_to_width(std::string_view text, std::size_t width,
                             Charset charset = Charset::unicode);

/// Untrusted text for a cell of a table: on one line, in at most `width` columns.
std::string terminal_cell(std::string_view untrusted, std::size_t width,
                          Charset charset = Charset::unicode);

/// Lines of at most `width` columns, broken at blanks; a word longer than a line loses its middle.
/// Lines after the first are indented by two. Ends with a line end. Requires a width of 8 or more.
std::string wrapped_to_width(std::string_view text, std::size_t width,
                             Charset charset = Charset::unicode);

}  // namespace evenhand
