#include "judge/shown_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace evenhand {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

// Requires valid UTF-8.
CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[at + i]);
  };
  const auto tail = [&](std::size_t i) {
    return static_cast<char32_t>(byte(i) & 0x3FU);
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | tail(1), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | tail(1) << 6U | tail(2), 3};
  return {(lead & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3), 4};
}

struct Range {
  char32_t first;
  char32_t last;
};

// Zero width, direction, soft hyphen, hidden letters: invisible to people, legible to a model.
constexpr std::array<Range, 10> kInvisible = {{{0x00AD, 0x00AD},
                                               {0x061C, 0x061C},
                                               {0x180E, 0x180E},
                                               {0x200B, 0x200B},
                                               {0x200E, 0x200F},
                                               {0x202A, 0x202E},
                                               {0x2060, 0x206F},
                                               {0xFEFF, 0xFEFF},
                                               {0xE0000, 0xE007F},
                                               {0xE0100, 0xE01EF}}};

bool is_invisible(char32_t c) {
  return std::any_of(kInvisible.begin(), kInvisible.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D; }

bool is_line_end(char32_t c) { return c == '\r' || c == 0x2028 || c == 0x2029; }

// A picture of a C0 control or DEL: U+2400 onwards were made for this.
std::string picture_of(char32_t control) {
  const unsigned offset = control == 0x7F ? 0x21U : static_cast<unsigned>(control);
  std::string picture = "\xE2\x90";
  picture += static_cast<char>(0x80U + offset);
  return picture;
}

bool is_control(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }

class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : text_(text) { clean_.reserve(text.size()); }

  std::string clean() {
    for (std::size_t at = 0; at < text_.size();) {
      const CodePoint c = code_point_at(text_, at);
      take(c, at);
      at += c.bytes;
    }
    return std::move(clean_);
  }

 private:
  void take(const CodePoint& c, std::size_t at) {
    if (is_line_end(c.value)) {
      const bool newline_follows = c.value == '\r' && text_.substr(at + 1).starts_with('\n');
      if (!newline_follows) clean_ += '\n';
    } else if (is_control(c.value)) {
      clean_ += picture_of(c.value);
    } else if (c.value >= 0x80 && c.value < 0xA0) {
      clean_ += "\xEF\xBF\xBD";
    } else if (is_joiner(c.value)) {
      if (joins(at, c.bytes)) clean_ += text_.substr(at, c.bytes);
    } else if (!is_invisible(c.value)) {
      clean_ += text_.substr(at, c.bytes);
    }
  }

  // Between two characters beyond ASCII a joiner is spelling (Persian, Hindi) or an emoji.
  bool joins(std::size_t at, std::size_t bytes) const {
    const auto beyond_ascii = [&](std::size_t i) {
      return i < text_.size() && static_cast<unsigned char>(text_[i]) >= 0x80;
    };
    return at > 0 && beyond_ascii(at - 1) && beyond_ascii(at + bytes);
  }

  std::string_view text_;
  std::string clean_;
};

bool is_token_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

// "<|name|>" becomes "< |name| >": legible, but no longer the end of a message to servers that
// look for special tokens inside of messages.
std::string without_special_tokens(std::string_view text) {
  constexpr std::size_t kMaxName = 64;
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t open = text.find("<|"); open != std::string_view::npos; open = text.find("<|")) {
    std::size_t end = open + 2;
    while (end < text.size() && end - open - 2 < kMaxName && is_token_byte(text[end])) ++end;
    const bool is_token = end > open + 2 && text.substr(end).starts_with("|>");
    clean += text.substr(0, open);
    clean += is_token ? "< |" : "<|";
    if (is_token) clean += text.substr(open + 2, end - open - 2);
    if (is_token) clean += "| >";
    text.remove_prefix(is_token ? end + 2 : open + 2);
  }
  clean += text;
  return clean;
}

}  // namespace

std::string shown_text(std::string_view text) {
  const std::string valid = valid_utf8(text);
  return without_special_tokens(Cleaner(valid).clean());
}

}  // namespace evenhand
