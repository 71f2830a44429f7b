#include "formats/python_json.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.h"

namespace evenhand {
namespace {

/// How two of Python's writers differ.
struct Spelling {
  std::string_view between_entries;
  std::string_view behind_key;
  std::size_t indent;  // 0: all on one line
  bool escapes_slash;
  bool escapes_delete;  // U+007F
};

constexpr Spelling kPython = {", ", ": ", 0, false, true};
constexpr Spelling kPandas = {",", ":", 2, true, false};

/// The code point that begins at `at`, in valid UTF-8, and how many bytes it has.
struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t value = first & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) value = (value << 6) | (byte(i) & 0x3FU);
  return {value, bytes};
}

std::string escaped_unit(std::uint32_t unit) { return fmt::format("\\u{:04x}", unit); }

/// Beyond U+FFFF as a pair of surrogates.
std::string escaped(std::uint32_t code_point) {
  if (code_point < 0x10000) return escaped_unit(code_point);
  const std::uint32_t rest = code_point - 0x10000;
  return escaped_unit(0xD800 + (rest >> 10)) + escaped_unit(0xDC00 + (rest & 0x3FFU));
}

/// The letter of a short escape such as \n; 0 where there is none.
char short_escape(std::uint32_t code_point, const Spelling& spelling) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  if (code_point == '/' && spelling.escapes_slash) return '/';
  if (code_point >= 0x80) return '\0';
  const std::size_t found = kEscaped.find(static_cast<char>(code_point));
  return found == std::string_view::npos ? '\0' : kLetters[found];
}

class Writer {
 public:
  explicit Writer(const Spelling& spelling) : spelling_(spelling) {}

  void write(const Node& node, std::size_t level) {
    if (node.is_null()) text_ += "null";
    if (const auto* plain = std::get_if<Node::Plain>(&node.value)) text_ += plain->text;
    if (const auto* words = std::get_if<Node::Text>(&node.value)) write_text(*words);
    if (const Node::List* list = node.list()) write_list(*list, level);
    if (const Node::Map* map = node.map()) write_map(*map, level);
  }

  std::string take() { return std::move(text_); }

 private:
  void write_text(const std::string& words) {
    const std::string valid = valid_utf8(words);
    text_ += '"';
    for (std::size_t at = 0; at < valid.size();) {
      const CodePoint point = code_point_at(valid, at);
      const char letter = short_escape(point.value, spelling_);
      const bool is_delete = point.value == 0x7F && !spelling_.escapes_delete;
      if (letter != '\0') {
        text_ += '\\';
        text_ += letter;
      } else if ((point.value >= 0x20 && point.value < 0x7F) || is_delete) {
        text_ += valid[at];
      } else {
        text_ += escaped(point.value);
      }
      at += point.bytes;
    }
    text_ += '"';
  }

  void write_list(const Node::List& list, std::size_t level) {
    text_ += '[';
    for (const Node& entry : list) {
      begin_entry(&entry == list.data(), level + 1);
      write(entry, level + 1);
    }
    end_entries(list.empty(), level);
    text_ += ']';
  }

  void write_map(const Node::Map& map, std::size_t level) {
    text_ += '{';
    for (const Member& member : map) {
      begin_entry(&member == map.data(), level + 1);
      write_text(member.key);
      text_ += spelling_.behind_key;
      write(member.value, level + 1);
    }
    end_entries(map.empty(), level);
    text_ += '}';
  }

  void begin_entry(bool is_first, std::size_t level) {
    if (!is_first) text_ += spelling_.between_entries;
    break_line(level);
  }

  void end_entries(bool is_empty, std::size_t level) {
    if (!is_empty) break_line(level);
  }

  void break_line(std::size_t level) {
    if (spelling_.indent == 0) return;
    text_ += '\n';
    text_.append(level * spelling_.indent, ' ');
  }

  const Spelling& spelling_;
  std::string text_;
};

}  // namespace

std::string python_json(const Node& node) {
  Writer writer(kPython);
  writer.write(node, 0);
  return writer.take();
}

std::string pandas_json(const std::vector<Node>& rows) {
  Writer writer(kPandas);
  writer.write({.value = rows}, 0);
  return writer.take();
}

std::string pandas_number(double number) {
  std::string text = fmt::format("{:.10f}", number);
  const std::size_t last = text.find_last_not_of('0');
  text.resize(text[last] == '.' ? last + 2 : last + 1);
  return text == "-0.0" ? "0.0" : text;
}

std::string python_float(double number) {
  // Where Python changes over to an exponent.
  constexpr double kLeastPlain = 1e-4;
  constexpr double kMostPlain = 1e16;
  const double size = std::fabs(number);
  const bool is_plain = size == 0.0 || (size >= kLeastPlain && size < kMostPlain);
  char digits[64];  // the longest takes 24
  const auto end =
      std::to_chars(std::begin(digits), std::end(digits), number,
                    is_plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(digits, end.ptr);
  if (is_plain && text.find('.') == std::string::npos) text += ".0";
  return text;
}

}  // namespace evenhand
