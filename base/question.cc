#include "base/question.h"

#include <algorithm>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kLetters = 26;

/// The place that "A", ..., "Z", "AA", ... names.
std::optional<std::size_t> place_of(std::string_view letters) {
  constexpr std::size_t kLongest = 2;
  if (letters.empty() || letters.size() > kLongest) return std::nullopt;
  std::size_t number = 0;
  for (const char letter : letters) {
    if (letter < 'A' || letter > 'Z') return std::nullopt;
    number = number * kLetters + static_cast<std::size_t>(letter - 'A') + 1;
  }
  return number - 1;
}

}  // namespace

std::string option_letter(std::size_t place) {
  const std::string last(1, static_cast<char>('A' + static_cast<int>(place % kLetters)));
  return place < kLetters ? last : option_letter(place / kLetters - 1) + last;
}

std::optional<std::vector<std::size_t>> places_of_options(std::string_view letters,
                                                          std::size_t options) {
  std::vector<std::size_t> places;
  for (const std::string& part : split(letters, ',')) {
    const auto place = place_of(trimmed(part));
    if (!place || *place >= options) return std::nullopt;
    if (std::find(places.begin(), places.end(), *place) != places.end()) return std::nullopt;
    places.push_back(*place);
  }
  return places;
}

std::vector<std::size_t> right_options(const Question& question) {
  if (question.turns.empty()) return {};
  return places_of_options(question.turns.back().reference.value_or(""), question.options.size())
      .value_or(std::vector<std::size_t>{});
}

}  // namespace evenhand
