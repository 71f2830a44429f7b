#include "documents/json_skimmer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <vector>

#include "base/text.h"
#include "documents/byte_order_mark.h"

namespace evenhand {
namespace {

constexpr std::size_t kDeepest = 100;  // below what read_json() takes
constexpr std::size_t kMostKeys = 64;  // compared each with each
constexpr std::size_t kLongestNumber = 64;
constexpr std::uint32_t kFirstHigh = 0xD800;  // UTF-16's halves of a code point
constexpr std::uint32_t kFirstLow = 0xDC00;
constexpr std::uint32_t kBehindLow = 0xE000;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// The same byte eight times.
constexpr std::uint64_t eight(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101U; }

/// Not zero where one of eight bytes is below `limit`, or is no ASCII.
constexpr std::uint64_t below(std::uint64_t bytes, std::uint64_t limit) {
  return ((bytes - eight(limit)) | bytes) & eight(0x80);
}

/// Whether eight bytes of a text are all but quotes, backslashes, control characters and ASCII's
/// other half.
bool are_plain(std::uint64_t bytes) {
  return (below(bytes, 0x20) | below(bytes ^ eight('"'), 1) | below(bytes ^ eight('\\'), 1)) == 0;
}

bool is_plain(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= 0x20 && value < 0x80 && byte != '"' && byte != '\\';
}

std::size_t plain_bytes(std::string_view text) {
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (!are_plain(bytes)) break;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

/// The four hex digits at the start.
std::optional<std::uint32_t> hex_digits(std::string_view text) {
  constexpr std::size_t kDigits = 4;
  if (text.size() < kDigits) return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = text.data() + kDigits;
  const auto [stop, error] = std::from_chars(text.data(), end, value, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

struct Escape {
  std::uint32_t code_point = 0;
  std::size_t bytes = 0;  // that spell it, all of them ASCII
};

/// The escape that begins with the backslash at the start; nullopt: it is none.
std::optional<Escape> escape_at(std::string_view text) {
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return std::nullopt;
  if (const std::size_t found = kNames.find(text[1]); found != std::string_view::npos) {
    return Escape{static_cast<unsigned char>(kMeanings[found]), 2};
  }
  const auto unit = text[1] == 'u' ? hex_digits(text.substr(2)) : std::nullopt;
  if (!unit || (*unit >= kFirstLow && *unit < kBehindLow)) return std::nullopt;
  if (*unit < kFirstHigh || *unit >= kBehindLow) return Escape{*unit, 6};
  const std::string_view second = text.substr(6);
  const auto low = second.starts_with("\\u") ? hex_digits(second.substr(2)) : std::nullopt;
  if (!low || *low < kFirstLow || *low >= kBehindLow) return std::nullopt;
  return Escape{0x10000 + ((*unit - kFirstHigh) << 10U) + (*low - kFirstLow), 12};
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6U));
    text += tail(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12U));
    text += tail(6);
    text += tail(0);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18U));
    text += tail(12);
    text += tail(6);
    text += tail(0);
  }
}

/// One pass over a file. Every function leaves the place behind what it took, and says nothing
/// about what it could not take.
class Skimmer {
 public:
  Skimmer(std::string_view contents, std::span<const std::string_view> names,
          const std::function<bool(const SkimmedRecord&)>& take)
      : rest_(contents), names_(names), take_(take) {}

  bool array_of_records() {
    if (!took('[')) return false;
    if (!took(']')) {
      do {
        if (!record()) return false;
      } while (took(','));
      if (!took(']')) return false;
    }
    skip_blanks();
    return rest_.empty();
  }

 private:
  void skip_blanks() {
    std::size_t at = 0;
    for (; at < rest_.size(); ++at) {
      const char byte = rest_[at];
      if (byte == '\n') ++line_;
      if (byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t') break;
    }
    rest_.remove_prefix(at);
  }

  bool took(char wanted) {
    skip_blanks();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool record() {
    skip_blanks();
    values_.assign(names_.size(), {});
    const int line = line_;
    const auto keep = [&](std::string_view key, const SkimmedValue& value) {
      const auto name = std::find(names_.begin(), names_.end(), key);
      if (name != names_.end()) values_[static_cast<std::size_t>(name - names_.begin())] = value;
    };
    spelled_out_.clear();
    return object(2, keep) && take_({.line = line, .values = values_});
  }

  template <class Keep>
  bool object(std::size_t depth, const Keep& keep) {
    if (!took('{')) return false;
    if (took('}')) return true;
    const std::size_t first_key = keys_.size();
    do {
      skip_blanks();
      const auto name = text();
      if (!name || !took(':')) return false;
      const std::string_view key = key_of(*name);
      if (!is_new(key, first_key)) return false;
      const auto member = value(depth);
      if (!member) return false;
      keep(key, *member);
    } while (took(','));
    keys_.resize(first_key);
    return took('}');
  }

  /// As it is meant, not as it is spelled: two spellings of one key are the same key.
  std::string_view key_of(const SkimmedValue& name) {
    return name.surplus == 0 ? name.spelled : spelled_out_.emplace_back(name.text());
  }

  bool is_new(std::string_view key, std::size_t first_key) {
    if (keys_.size() - first_key >= kMostKeys) return false;
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(first_key);
    if (std::find(first, keys_.end(), key) != keys_.end()) return false;
    keys_.push_back(key);
    return true;
  }

  bool array(std::size_t depth) {
    if (!took('[')) return false;
    if (took(']')) return true;
    do {
      if (!value(depth)) return false;
    } while (took(','));
    return took(']');
  }

  std::optional<SkimmedValue> value(std::size_t depth) {
    skip_blanks();
    if (rest_.empty() || depth >= kDeepest) return std::nullopt;
    const auto nothing = [](std::string_view, const SkimmedValue&) {
    };
    switch (rest_.front()) {
      case '"': return text();
      case '{': return other(object(depth + 1, nothing));
      case '[': return other(array(depth + 1));
      case 't': return other(took_word("true"));
      case 'f': return other(took_word("false"));
      case 'n':
        if (!took_word("null")) return std::nullopt;
        return SkimmedValue{.kind = SkimmedValue::Kind::null};
      default: return number();
    }
  }

  static std::optional<SkimmedValue> other(bool was_taken) {
    if (!was_taken) return std::nullopt;
    return SkimmedValue{.kind = SkimmedValue::Kind::other};
  }

  bool took_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::optional<SkimmedValue> text() {
    if (!rest_.starts_with('"')) return std::nullopt;
    SkimmedValue value{.kind = SkimmedValue::Kind::text};
    std::size_t at = 1;
    while (true) {
      at += plain_bytes(rest_.substr(at));
      if (at == rest_.size()) return std::nullopt;
      if (rest_[at] == '"') break;
      if (rest_[at] == '\\') {
        const auto escape = escape_at(rest_.substr(at));
        if (!escape) return std::nullopt;
        value.surplus += escape->bytes - 1;
        at += escape->bytes;
      } else {
        const std::size_t length = utf8_length(rest_.substr(at));
        if (length < 2) return std::nullopt;  // a control character, or no UTF-8
        at += length;
      }
    }
    value.spelled = rest_.substr(1, at - 1);
    rest_.remove_prefix(at + 1);
    return value;
  }

  std::size_t digits_from(std::size_t at) const {
    std::size_t end = at;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    return end - at;
  }

  bool stands_at(std::size_t at, std::string_view bytes) const {
    return at < rest_.size() && bytes.find(rest_[at]) != std::string_view::npos;
  }

  std::optional<SkimmedValue> number() {
    std::size_t at = stands_at(0, "-") ? 1 : 0;
    const std::size_t whole = digits_from(at);
    if (whole == 0 || (whole > 1 && rest_[at] == '0')) return std::nullopt;
    at += whole;
    if (stands_at(at, ".")) {
      const std::size_t fraction = digits_from(at + 1);
      if (fraction == 0) return std::nullopt;
      at += 1 + fraction;
    }
    if (stands_at(at, "eE")) {
      at += stands_at(at + 1, "+-") ? 2U : 1U;
      const std::size_t exponent = digits_from(at);
      if (exponent == 0 || exponent > 2) return std::nullopt;  // more may be too large for a double
      at += exponent;
    }
    if (at > kLongestNumber) return std::nullopt;
    const SkimmedValue value{.kind = SkimmedValue::Kind::number, .spelled = rest_.substr(0, at)};
    rest_.remove_prefix(at);
    return value;
  }

  std::string_view rest_;
  std::span<const std::string_view> names_;
  const std::function<bool(const SkimmedRecord&)>& take_;
  int line_ = 1;
  std::vector<SkimmedValue> values_;
  std::vector<std::string_view> keys_;   // of all objects that are open
  std::deque<std::string> spelled_out_;  // keys with escapes
};

}  // namespace

std::string SkimmedValue::text() const {
  std::string text;
  text.reserve(spelled.size());
  for (std::string_view rest = spelled; !rest.empty();) {
    const std::size_t plain = surplus == 0 ? rest.size() : std::min(rest.find('\\'), rest.size());
    text += rest.substr(0, plain);
    rest.remove_prefix(plain);
    const auto escape = escape_at(rest);
    if (!escape) break;
    append_utf8(text, escape->code_point);
    rest.remove_prefix(escape->bytes);
  }
  return text;
}

std::size_t SkimmedValue::code_points() const {
  std::size_t starts = 0;
  for (const char byte : spelled) {
    starts += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
  }
  return starts - surplus;
}

bool same_text(const SkimmedValue& a, const SkimmedValue& b) {
  if (a.spelled == b.spelled) return true;
  if (a.surplus == 0 && b.surplus == 0) return false;
  return a.code_points() == b.code_points() && a.text() == b.text();
}

bool skim_json_records(std::string_view contents, std::span<const std::string_view> names,
                       const std::function<bool(const SkimmedRecord&)>& take) {
  return Skimmer(without_byte_order_mark(contents), names, take).array_of_records();
}

}  // namespace evenhand
