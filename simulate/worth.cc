#include "simulate/worth.h"

#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "simulate/draws.h"

namespace evenhand {
namespace {

constexpr std::string_view kMarkerStart = "(simulated answer, worth ";

struct Marker {
  std::size_t begin;
  std::size_t end;
  double worth;
};

std::optional<Marker> marker_at(std::string_view text, std::size_t begin) {
  const std::size_t number = begin + kMarkerStart.size();
  const std::size_t close = text.find(')', number);
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view digits = text.substr(number, close - number);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const std::optional<double> worth = parse_number(digits);
  if (!worth) return std::nullopt;
  return Marker{.begin = begin, .end = close + 1, .worth = *worth};
}

std::optional<Marker> last_marker(std::string_view text) {
  std::size_t from = std::string_view::npos;
  while (true) {
    const std::size_t begin = text.rfind(kMarkerStart, from);
    if (begin == std::string_view::npos) return std::nullopt;
    if (auto marker = marker_at(text, begin)) return marker;
    if (begin == 0) return std::nullopt;
    from = begin - 1;
  }
}

}  // namespace

std::string worth_marker(double worth) {
  const long long hundredths = std::llround(worth * 100.0);
  const long long size = std::llabs(hundredths);
  const std::string cents = std::to_string(100 + size % 100).substr(1);
  return std::string(kMarkerStart) + (hundredths < 0 ? "-" : "+") + std::to_string(size / 100) +
         "." + cents + ")";
}

double worth_of(std::string_view answer) {
  if (const auto marker = last_marker(answer)) return marker->worth;
  return stream_for(0, "worth of a foreign answer", {trimmed(answer)}).normal();
}

std::string without_marker(std::string_view answer) {
  const auto marker = last_marker(answer);
  if (!marker) return std::string(trimmed(answer));
  std::string rest(answer.substr(0, marker->begin));
  rest += answer.substr(marker->end);
  return std::string(trimmed(rest));
}

}  // namespace evenhand
