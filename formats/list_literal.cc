#include "formats/list_literal.h"

#include "base/text.h"

namespace evenhand {
namespace {

/// The character that a backslash and this one stand for; nullopt where both stay.
std::optional<char> escaped(char c) {
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '\\':
    case '\'':
    case '"':
    case '/': return c;
    default: return std::nullopt;
  }
}

/// Takes a quoted text off the front; nullopt where it does not end.
std::optional<std::string> take_quoted(std::string_view& rest) {
  const char quote = rest.front();
  std::string text;
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == quote) {
      rest.remove_prefix(at + 1);
      return text;
    }
    if (rest[at] != '\\' || at + 1 == rest.size()) {
      text += rest[at];
      continue;
    }
    const std::optional<char> character = escaped(rest[at + 1]);
    if (!character) text += rest[at];
    text += character.value_or(rest[at + 1]);
    ++at;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<std::string>> read_list_literal(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.size() < 2 || rest.front() != '[' || rest.back() != ']') return std::nullopt;
  rest = rest.substr(1, rest.size() - 2);
  std::vector<std::string> entries;
  while (true) {
    rest = trimmed(rest);
    if (rest.empty()) return entries;
    if (rest.front() == ',' && !entries.empty()) {
      rest.remove_prefix(1);
      continue;
    }
    if (rest.front() != '\'' && rest.front() != '"') return std::nullopt;
    std::optional<std::string> entry = take_quoted(rest);
    if (!entry) return std::nullopt;
    entries.push_back(*std::move(entry));
  }
}

}  // namespace evenhand
