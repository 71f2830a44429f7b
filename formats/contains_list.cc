#include "formats/contains_list.h"

#include <string>

#include <re2/re2.h>

#include "base/text.h"

namespace evenhand {
namespace {

struct ListPatterns {
  // Python's \w and \s: letters and numbers of all scripts; blanks with the separators of ASCII.
  const std::string in_words = R"(\p{L}\p{N}_)";
  const std::string blank = R"([\t-\r\x1c-\x20\x{85}\p{Z}])";

  const std::string begin = "(?m)^" + blank + "*";
  const std::string word = "[^" + in_words + "]*[" + in_words + "]";

  const RE2 bullet{begin + "[*•-]" + word};
  const RE2 number{begin + R"(\p{Nd}+[.)])" + word};
  const RE2 letter{begin + "[a-zA-Z][.)]" + blank + "+" + word};
};

/// A match ends within a line, and the next one can only begin with another: what is left of the
/// line is dropped, so that the rest begins where a line does.
std::size_t count_matches(std::string_view text, const RE2& pattern) {
  re2::StringPiece rest(text.data(), text.size());
  std::size_t matches = 0;
  while (RE2::FindAndConsume(&rest, pattern)) {
    ++matches;
    const std::size_t line_end = std::string_view(rest.data(), rest.size()).find('\n');
    if (line_end == std::string_view::npos) break;
    rest.remove_prefix(line_end + 1);
  }
  return matches;
}

}  // namespace

std::size_t count_list_items(std::string_view text) {
  static const ListPatterns patterns;
  const std::string valid = valid_utf8(text);
  return count_matches(valid, patterns.bullet) + count_matches(valid, patterns.number) +
         count_matches(valid, patterns.letter);
}

bool contains_list(std::string_view text) { return count_list_items(text) > 0; }

}  // namespace evenhand
