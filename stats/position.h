#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/verdict.h"
#include "stats/score_games.h"

namespace evenhand {

/// What exchanging the seats did to the games of one who was compared, whether as the candidate or
/// in the baseline's place. A pair is a game from both seatings (same question, opponent, judge,
/// turn, repeat and sample), both readable and both put to the judge.
struct PositionEffect {
  std::size_t pairs = 0;
  std::size_t consistent = 0;   // the same winner, or a tie, from both seats
  std::size_t first_seat = 0;   // of the others: whoever was read first won both games
  std::size_t second_seat = 0;  // whoever was read second won both; the rest is half a tie
  QuestionScores consistency;   // share of consistent pairs of each question

  /// Among the pairs that went to one seat twice: the share of the first; one half is fair.
  std::optional<double> first_seat_share() const;
};

PositionEffect position_effect(std::span<const Verdict> verdicts, const ModelId& candidate,
                               std::span<const QuestionId> questions);

/// The same of all games of one judge.
PositionEffect position_effect_of_judge(std::span<const Verdict> verdicts, const ModelId& judge,
                                        std::span<const QuestionId> questions);

}  // namespace evenhand
