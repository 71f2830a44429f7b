#include "providers/json_text.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void append_escape(std::string& json, unsigned char byte) {
  json += "\\u00";
  json += kHexDigits[byte >> 4];
  json += kHexDigits[byte & 15];
}

void append_escaped(std::string& json, char c) {
  switch (c) {
    case '"': json += "\\\""; return;
    case '\\': json += "\\\\"; return;
    case '\n': json += "\\n"; return;
    case '\r': json += "\\r"; return;
    case '\t': json += "\\t"; return;
  }
  append_escape(json, static_cast<unsigned char>(c));
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// The code unit of "\uXXXX" at the head of the text.
std::optional<unsigned> code_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const std::size_t digit = kHexDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
    if (digit == std::string_view::npos) return std::nullopt;
    unit = unit * 16 + static_cast<unsigned>(digit);
  }
  return unit;
}

bool is_high(std::optional<unsigned> unit) { return unit && *unit >= 0xD800 && *unit < 0xDC00; }
bool is_low(std::optional<unsigned> unit) { return unit && *unit >= 0xDC00 && *unit < 0xE000; }

/// Copies the escape at the head of the text, mended where need be; how many bytes it took.
std::size_t copy_escape(std::string& mended, std::string_view text) {
  const std::optional<unsigned> unit = code_unit(text);
  if (!is_high(unit) && !is_low(unit)) {
    mended += text.substr(0, 2);
    return std::min<std::size_t>(2, text.size());
  }
  if (is_high(unit) && is_low(code_unit(text.substr(6)))) {
    mended += text.substr(0, 12);
    return 12;
  }
  mended += "\\ufffd";
  return 6;
}

/// How many bytes at the head of the text are a number that JSON does not know; 0: none.
std::size_t odd_number(std::string_view text) {
  for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

}  // namespace

std::size_t json_depth(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (in_string && c == '\\') ++i;
    if (in_string) continue;
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return deepest;
}

void append_json_string(std::string& json, std::string_view text) {
  const std::string valid = valid_utf8(text);
  json += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (!needs_escape(valid[i])) continue;
    json.append(valid, begin, i - begin);
    append_escaped(json, valid[i]);
    begin = i + 1;
  }
  json.append(valid, begin);
  json += '"';
}

std::string_view json_within(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trimmed(body.substr(0, body.find_last_not_of('\0') + 1));
  while (body.starts_with(':')) {
    const std::size_t end = body.find('\n');
    body = end == std::string_view::npos ? std::string_view() : trimmed(body.substr(end));
  }
  return body;
}

std::string repaired_json(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string mended;
  mended.reserve(valid.size() + 16);
  bool in_string = false;
  for (std::size_t i = 0; i < valid.size();) {
    const std::string_view rest = std::string_view(valid).substr(i);
    if (in_string && rest.front() == '\\') {
      i += copy_escape(mended, rest);
      continue;
    }
    if (const std::size_t odd = in_string ? 0 : odd_number(rest); odd > 0) {
      mended += "null";
      i += odd;
      continue;
    }
    if (rest.front() == '"') in_string = !in_string;
    if (in_string && static_cast<unsigned char>(rest.front()) < 0x20) {
      append_escaped(mended, rest.front());
    } else {
      mended += rest.front();
    }
    ++i;
  }
  return mended;
}

}  // namespace evenhand
