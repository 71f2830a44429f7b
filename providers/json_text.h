#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace evenhand {

// No reply needs more than ten levels; parsers that copy or print recursively die at 100,000.
inline constexpr std::size_t kMaxJsonDepth = 128;

/// The deepest nesting of brackets outside of strings; needs no well-formed text.
std::size_t json_depth(std::string_view text);

/// Appends the text as a JSON string, quotes included. Invalid UTF-8 becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

/// The JSON within a body as servers send it: without a byte order mark, blank lines and
/// ": keep-alive" comments around it, and without the NUL bytes that some end a text with.
std::string_view json_within(std::string_view body);

/// The same JSON with what strict parsers refuse made readable: invalid UTF-8 and lone surrogates
/// become U+FFFD, control characters within strings are escaped, NaN and Infinity become null.
std::string repaired_json(std::string_view text);

}  // namespace evenhand
