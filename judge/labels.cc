#include "judge/labels.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::array<Label, 3> kPairwise = {{
    {"A", {1.0, Margin::slight}},
    {"B", {0.0, Margin::slight}},
    {"C", {0.5, Margin::slight}},
}};

constexpr std::array<Label, 10> kFiveWay = {{
    {"A>>B", {1.0, Margin::clear}},
    {"A>B", {1.0, Margin::slight}},
    {"A=B", {0.5, Margin::slight}},
    {"B>A", {0.0, Margin::slight}},
    {"B>>A", {0.0, Margin::clear}},
    {"B<<A", {1.0, Margin::clear}},
    {"B<A", {1.0, Margin::slight}},
    {"B=A", {0.5, Margin::slight}},
    {"A<B", {0.0, Margin::slight}},
    {"A<<B", {0.0, Margin::clear}},
}};

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_plain_number(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!all_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return false;
  return point == std::string_view::npos || all_digits(text.substr(point + 1));
}

}  // namespace

std::span<const Label> pairwise_labels() { return kPairwise; }

std::span<const Label> five_way_labels() { return kFiveWay; }

std::optional<SeatPreference> preference_of(std::string_view verdict,
                                            std::span<const Label> labels) {
  const std::string lower = lower_case(verdict);
  for (const Label& label : labels) {
    if (lower == lower_case(label.text)) return label.meaning;
  }
  return std::nullopt;
}

std::variant<Grade, Fault> grade_of(std::string_view verdict) {
  constexpr std::string_view kScale = "/10";
  if (verdict.ends_with(kScale)) verdict.remove_suffix(kScale.size());
  if (!is_plain_number(verdict)) return Fault::unknown_verdict;
  const std::optional<double> points = parse_number(verdict);
  if (!points || *points < kLowestGrade || *points > kHighestGrade) return Fault::out_of_range;
  return Grade{.points = *points, .out_of = kHighestGrade};
}

Preference seen_from_candidate(const SeatPreference& preference, Seating seating) {
  const bool candidate_first = seating == Seating::candidate_first;
  return {
      .candidate_share = candidate_first ? preference.first_share : 1.0 - preference.first_share,
      .margin = preference.margin};
}

}  // namespace evenhand
