#include "documents/json_cursor.h"

#include "base/text.h"

namespace evenhand {

std::string json_syntax_error(std::string_view words) {
  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while parsing
  // value - invalid literal; last read: '"a": N'; expected ..."
  for (const std::string_view start : {"] ", ": ", " - "}) {
    const std::size_t found = words.find(start);
    if (found != std::string_view::npos) words.remove_prefix(found + start.size());
  }
  // So nlohmann 3.11.3 and later say of an empty text what they used to say of a blank one only.
  if (words.starts_with("attempting to parse an empty input"))
    return "unexpected end of input; expected '[', '{', or a literal";
  return valid_utf8(words.substr(0, words.find("; last read: ")));
}

bool has_nul_byte(std::string_view text) { return text.find('\0') != std::string_view::npos; }

Error nul_byte_in(const std::string& file, int line) {
  return {
      .what = "this is not JSON: a NUL byte",
      .hint = "UTF-16 has such bytes, and so has a file whose writing was broken off by a crash",
      .place = SourcePlace{.file = file, .line = line}};
}

}  // namespace evenhand
