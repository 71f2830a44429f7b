#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/verdict.h"
#include "judge/fault.h"

namespace evenhand {

/// What a verdict says of the answer that was read first.
struct SeatPreference {
  double first_share = 0.5;  // 1: the first answer wins, 0: the second
  Margin margin = Margin::slight;
};

/// A verdict between the brackets and what it means.
struct Label {
  std::string_view text;
  SeatPreference meaning;
};

/// A, B and C (a tie).
std::span<const Label> pairwise_labels();

/// A>>B, A>B, A=B, B>A, B>>A, and the same read backwards: B<<A, B<A, B=A, A<B, A<<B.
std::span<const Label> five_way_labels();

/// Upper and lower case are the same.
std::optional<SeatPreference> preference_of(std::string_view verdict,
                                            std::span<const Label> labels);

inline constexpr double kLowestGrade = 1.0;
inline constexpr double kHighestGrade = 10.0;

/// Digits with at most one decimal point between them, no leading zero, from 1 to 10; "/10" may
/// follow.
std::variant<Grade, Fault> grade_of(std::string_view verdict);

/// From the seats to the candidate: seats end here.
Preference seen_from_candidate(const SeatPreference& preference, Seating seating);

}  // namespace evenhand
