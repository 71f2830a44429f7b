#include "judge/literal.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kLongest = std::size_t{1} << 20;
constexpr int kDeepest = 32;

enum class Tongue { json, python };

std::string utf8_of(std::uint32_t code_point) {
  const auto byte = [](std::uint32_t bits) {
    return static_cast<char>(bits);
  };
  const auto tail = [&](unsigned shift) {
    return byte(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0U | (code_point >> 6U)), tail(0)};
  if (code_point < 0x10000) return {byte(0xE0U | (code_point >> 12U)), tail(6), tail(0)};
  return {byte(0xF0U | (code_point >> 18U)), tail(12), tail(6), tail(0)};
}

class LiteralReader {
 public:
  LiteralReader(std::string_view text, Tongue tongue) : rest_(text), tongue_(tongue) {}

  std::optional<Literal> whole() {
    auto read = value(0);
    skip_blanks();
    if (!rest_.empty()) return std::nullopt;
    return read;
  }

 private:
  void skip_blanks() {
    const std::size_t first = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(std::min(first, rest_.size()));
  }

  bool took(std::string_view wanted) {
    skip_blanks();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }

  std::optional<Literal> value(int depth) {
    skip_blanks();
    if (rest_.empty() || depth > kDeepest) return std::nullopt;
    const bool python = tongue_ == Tongue::python;
    if (took("[")) return list(depth, "]");
    if (took("{")) return map(depth);
    if (python && took("(")) return list(depth, ")");
    if (rest_.front() == '"' || (python && rest_.front() == '\'')) {
      auto text = quoted();
      if (!text) return std::nullopt;
      return Literal{.value = std::move(*text)};
    }
    if (took(python ? "True" : "true")) return Literal{.value = true};
    if (took(python ? "False" : "false")) return Literal{.value = false};
    if (took(python ? "None" : "null")) return Literal{.value = Literal::None{}};
    return number();
  }

  std::optional<Literal> list(int depth, std::string_view end) {
    Literal::List entries;
    bool has_comma = false;
    while (!took(end)) {
      if (!entries.empty() && !took(",")) return std::nullopt;
      if (!entries.empty()) has_comma = true;
      if (!entries.empty() && tongue_ == Tongue::python && took(end)) break;
      auto entry = value(depth + 1);
      if (!entry) return std::nullopt;
      entries.push_back(std::move(*entry));
    }
    const bool is_round = end == ")";
    if (is_round && entries.size() == 1 && !has_comma) return std::move(entries.front());
    return Literal{.value = std::move(entries), .is_tuple = is_round};
  }

  std::optional<Literal> map(int depth) {
    Literal::Map members;
    while (!took("}")) {
      if (!members.empty() && !took(",")) return std::nullopt;
      if (!members.empty() && tongue_ == Tongue::python && took("}")) break;
      auto key = value(depth + 1);
      if (!key || key->text() == nullptr || !took(":")) return std::nullopt;
      auto member = value(depth + 1);
      if (!member) return std::nullopt;
      members.push_back({.key = *key->text(), .value = std::move(*member)});
    }
    return Literal{.value = std::move(members)};
  }

  std::optional<Literal> number() {
    const std::size_t end = rest_.find_first_not_of("+-.0123456789eE");
    std::string_view spelled = rest_.substr(0, end);
    rest_.remove_prefix(spelled.size());
    if (tongue_ == Tongue::python && spelled.starts_with('+')) spelled.remove_prefix(1);
    const auto number = parse_number(spelled);
    if (!number) return std::nullopt;
    return Literal{.value = *number};
  }

  /// A text in quotes, whose first is at the front.
  std::optional<std::string> quoted() {
    const char quote = rest_.front();
    rest_.remove_prefix(1);
    std::string text;
    while (!rest_.empty() && rest_.front() != quote) {
      const char c = rest_.front();
      if (c == '\n') return std::nullopt;
      if (c != '\\') {
        text += c;
        rest_.remove_prefix(1);
      } else if (const auto escaped = escape()) {
        text += *escaped;
      } else {
        return std::nullopt;
      }
    }
    if (rest_.empty()) return std::nullopt;
    rest_.remove_prefix(1);
    return text;
  }

  /// The escape at the front, taken off.
  std::optional<std::string> escape() {
    constexpr std::string_view kNames = "\"\\/bfnrt'av0";
    constexpr std::string_view kMeanings("\"\\/\b\f\n\r\t'\a\v\0", 12);
    constexpr std::size_t kOfJson = 8;  // of which stand in JSON, too
    if (rest_.size() < 2) return std::nullopt;
    const char name = rest_[1];
    rest_.remove_prefix(2);
    const std::size_t found = kNames.find(name);
    const bool python = tongue_ == Tongue::python;
    if (python && name == '/') return "\\/";
    if (found < (python ? kNames.size() : kOfJson)) return std::string(1, kMeanings[found]);
    if (name == 'u') return code_point(4);
    if (python && name == 'U') return code_point(8);
    if (python && name == 'x') return code_point(2);
    if (python && name == '\n') return "";
    if (python) return std::string("\\") + name;  // Python leaves both
    return std::nullopt;
  }

  std::optional<std::uint32_t> hex(std::size_t digits) {
    std::uint32_t value = 0;
    if (rest_.size() < digits) return std::nullopt;
    const char* const end = rest_.data() + digits;
    const auto [stop, error] = std::from_chars(rest_.data(), end, value, 16);
    if (error != std::errc{} || stop != end) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  /// Of hex digits at the front. Halves of a pair that stand alone become U+FFFD.
  std::optional<std::string> code_point(std::size_t digits) {
    constexpr std::uint32_t kReplacement = 0xFFFD;
    auto unit = hex(digits);
    if (!unit || *unit > 0x10FFFF) return std::nullopt;
    const bool is_high = *unit >= 0xD800 && *unit < 0xDC00;
    if (is_high && tongue_ == Tongue::json && rest_.starts_with("\\u")) {
      rest_.remove_prefix(2);
      const auto low = hex(4);
      if (!low) return std::nullopt;
      const bool is_pair = *low >= 0xDC00 && *low < 0xE000;
      return utf8_of(is_pair ? 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00)
                             : kReplacement);
    }
    return utf8_of(*unit >= 0xD800 && *unit < 0xE000 ? kReplacement : *unit);
  }

  std::string_view rest_;
  Tongue tongue_;
};

std::optional<Literal> read(std::string_view text, Tongue tongue) {
  if (text.size() > kLongest) return std::nullopt;
  return LiteralReader(text, tongue).whole();
}

}  // namespace

std::optional<double> Literal::number() const {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0 : 0.0;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

const Literal* Literal::find(std::string_view key) const {
  const Literal* found = nullptr;
  if (map() == nullptr) return found;
  for (const LiteralMember& member : *map()) {
    if (member.key == key) found = &member.value;
  }
  return found;
}

std::optional<Literal> read_json_literal(std::string_view text) { return read(text, Tongue::json); }

std::optional<Literal> read_python_literal(std::string_view text) {
  return read(text, Tongue::python);
}

}  // namespace evenhand
