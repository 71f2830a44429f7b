#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/check.h"

namespace evenhand {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string joined(std::span<const std::string> parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != parts.data()) text += separator;
    text += part;
  }
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator)) {
    parts.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.emplace_back(text);
  return parts;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  EVENHAND_CHECK(!from.empty());
  std::string result;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    result += text.substr(0, at);
    result += to;
    text.remove_prefix(at + from.size());
  }
  result += text;
  return result;
}

namespace {

// Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment), row
// by row: "shwo" is one slip from "show".
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substituted});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

// Names are short; anything longer is no slip of the fingers, and the distance is quadratic.
constexpr std::size_t kMaxName = 100;

}  // namespace

std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> known) {
  if (name.empty() || name.size() > kMaxName) return std::nullopt;
  // A third of the letters may be wrong, three at most, or two names mean different things.
  const std::size_t furthest = std::min<std::size_t>(3, std::max<std::size_t>(1, name.size() / 3));
  std::size_t best = furthest + 1;
  std::optional<std::string> nearest;
  for (const std::string& candidate : known) {
    if (candidate.size() > kMaxName) continue;
    const std::size_t distance = edit_distance(lower_case(name), lower_case(candidate));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
  if (const auto nearest = nearest_name(name, known)) return "did you mean '" + *nearest + "'?";
  if (known.empty()) return {};
  return "known: " + joined(known, ", ");
}

namespace {

/// Unicode 15, table 3-7: which bytes begin a well-formed sequence, how long it is, and what its
/// second byte may be. No overlong forms, no surrogates, nothing above U+10FFFF.
struct SequenceForm {
  unsigned first_lead;
  unsigned last_lead;
  std::size_t length;
  unsigned low_second = 0x80;
  unsigned high_second = 0xBF;
};

constexpr SequenceForm kSequenceForms[] = {
    {0x00, 0x7F, 1},
    {0xC2, 0xDF, 2},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};

}  // namespace

std::size_t utf8_length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
  };
  for (const SequenceForm& form : kSequenceForms) {
    if (byte(0) < form.first_lead || byte(0) > form.last_lead) continue;
    if (bytes.size() < form.length) return 0;
    for (std::size_t i = 1; i < form.length; ++i) {
      const unsigned low = i == 1 ? form.low_second : 0x80;
      const unsigned high = i == 1 ? form.high_second : 0xBF;
      if (byte(i) < low || byte(i) > high) return 0;
    }
    return form.length;
  }
  return 0;
}

std::size_t code_points(std::string_view utf8) {
  std::size_t count = 0;
  while (!utf8.empty()) {
    utf8.remove_prefix(std::max<std::size_t>(1, utf8_length(utf8)));
    ++count;
  }
  return count;
}

std::string_view first_code_points(std::string_view utf8, std::size_t most) {
  std::size_t at = 0;
  for (; most > 0 && at < utf8.size(); --most) {
    at += std::max<std::size_t>(1, utf8_length(utf8.substr(at)));
  }
  return utf8.substr(0, at);
}

std::string valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = utf8_length(bytes);
    if (length == 0) {
      text += "\xEF\xBF\xBD";
    } else {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(std::max<std::size_t>(1, length));
  }
  return text;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<long long> parse_integer(std::string_view text) {
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(text);
  }
  return "'" + replaced(text, "'", "'\\''") + "'";
}

std::string shortest_text(double number) {
  EVENHAND_CHECK(std::isfinite(number));
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  EVENHAND_CHECK(error == std::errc{});
  return {buffer.data(), end};
}

}  // namespace evenhand
