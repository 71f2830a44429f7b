#include "providers/rate_headers.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/text.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

constexpr double kDayInMilliseconds = 86'400'000.0;
// Plain numbers as large as these are dates: seconds and milliseconds since 1970.
constexpr double kEpochSeconds = 1e9;
constexpr double kEpochMilliseconds = 1e12;

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};

struct Unit {
  std::string_view name;
  double milliseconds;
};

// "ms" stands before "m": the first that fits is taken.
constexpr Unit kUnits[] = {{"ms", 1.0}, {"s", 1e3}, {"m", 6e4}, {"h", 3.6e6}, {"d", 8.64e7}};

std::optional<milliseconds> sane(double wait) {
  if (!(wait >= 0.0)) return std::nullopt;
  return milliseconds(static_cast<milliseconds::rep>(std::min(wait, kDayInMilliseconds)));
}

std::optional<milliseconds> until(std::optional<Clock::Wall> date, Clock::Wall now) {
  if (!date) return std::nullopt;
  return sane(static_cast<double>(std::max(*date - now, milliseconds(0)).count()));
}

/// The pieces between anything that is no letter and no digit; "Sun, 06 Nov 1994 08:49:37 GMT"
/// has eight.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : lower_case(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter && !in_word) words.emplace_back();
    if (letter) words.back() += c;
    in_word = letter;
  }
  return words;
}

struct DateWords {
  std::string year, month, day, hour, minute, second;
};

std::optional<int> month_of(std::string_view name) {
  const auto found = std::find(std::begin(kMonths), std::end(kMonths), name);
  if (found != std::end(kMonths)) return static_cast<int>(found - std::begin(kMonths)) + 1;
  const std::optional<long long> number = parse_integer(name);
  if (!number || *number < 1 || *number > 12) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<int> small_number(std::string_view text, int least, int most) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  const std::optional<long long> number = parse_integer(text);
  if (!number || *number < least || *number > most) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<Clock::Wall> date_of(const DateWords& words) {
  using namespace std::chrono;
  std::optional<int> year_number = small_number(words.year, 0, 9999);
  const std::optional<int> month_number = month_of(words.month);
  const std::optional<int> day_number = small_number(words.day, 1, 31);
  const std::optional<int> hour = small_number(words.hour, 0, 23);
  const std::optional<int> minute = small_number(words.minute, 0, 59);
  const std::optional<int> second = small_number(words.second, 0, 60);
  if (!year_number || !month_number || !day_number || !hour || !minute || !second) {
    return std::nullopt;
  }
  if (words.year.size() == 2) *year_number += *year_number < 70 ? 2000 : 1900;
  const year_month_day date{year(*year_number), month(static_cast<unsigned>(*month_number)),
                            day(static_cast<unsigned>(*day_number))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
}

std::optional<milliseconds> reset_wait(std::string_view value, Clock::Wall now) {
  if (const std::optional<double> number = parse_number(trimmed(value))) {
    const auto since_epoch = static_cast<double>(now.time_since_epoch().count());
    if (*number >= kEpochMilliseconds) return sane(std::max(*number - since_epoch, 0.0));
    if (*number >= kEpochSeconds) return sane(std::max(*number * 1e3 - since_epoch, 0.0));
  }
  if (const std::optional<milliseconds> length = parse_duration(value)) return length;
  return until(parse_date(value), now);
}

std::optional<milliseconds> retry_after(const std::vector<HttpHeader>& headers, Clock::Wall now) {
  if (const std::string* value = header_value(headers, "retry-after-ms")) {
    const std::optional<double> number = parse_number(trimmed(*value));
    if (number && *number >= 0.0) return sane(*number);
  }
  const std::string* value = header_value(headers, "retry-after");
  if (value == nullptr) return std::nullopt;
  if (const std::optional<double> seconds = parse_number(trimmed(*value))) {
    return sane(*seconds * 1e3);
  }
  return until(parse_date(*value), now);
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  text = trimmed(text);
  if (const std::optional<double> seconds = parse_number(text)) return sane(*seconds * 1e3);
  if (text.empty()) return std::nullopt;
  double total = 0.0;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::optional<double> number = parse_number(text.substr(0, digits));
    text.remove_prefix(digits);
    const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                   [&](const Unit& one) { return text.starts_with(one.name); });
    if (!number || unit == std::end(kUnits)) return std::nullopt;
    total += *number * unit->milliseconds;
    text.remove_prefix(unit->name.size());
  }
  return sane(total);
}

std::optional<Clock::Wall> parse_date(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  // ISO 8601: 2026-11-25T15:34:00Z, perhaps with a fraction of a second.
  if (words.size() >= 5 && words[0].size() == 4 && words[2].size() == 5 && words[2][2] == 't') {
    std::string second = words[4];
    if (second.ends_with('z')) second.pop_back();
    return date_of(
        {words[0], words[1], words[2].substr(0, 2), words[2].substr(3), words[3], second});
  }
  if (words.size() == 8 && words[7] == "gmt") {  // Sun, 06 Nov 1994 08:49:37 GMT and RFC 850
    return date_of({words[3], words[2], words[1], words[4], words[5], words[6]});
  }
  if (words.size() == 7) {  // Sun Nov  6 08:49:37 1994
    return date_of({words[6], words[1], words[2], words[3], words[4], words[5]});
  }
  return std::nullopt;
}

RateHints read_rate_hints(const std::vector<HttpHeader>& headers, Clock::Wall now) {
  RateHints hints{.wait = retry_after(headers, now), .should_retry = {}};
  if (const std::string* advice = header_value(headers, "x-should-retry")) {
    if (*advice == "true") hints.should_retry = true;
    if (*advice == "false") hints.should_retry = false;
  }
  if (hints.wait) return hints;
  for (const HttpHeader& header : headers) {
    if (!lower_case(header.name).starts_with("x-ratelimit-reset")) continue;
    const std::optional<milliseconds> wait = reset_wait(header.value, now);
    if (wait && (!hints.wait || *wait > *hints.wait)) hints.wait = wait;
  }
  return hints;
}

}  // namespace evenhand
