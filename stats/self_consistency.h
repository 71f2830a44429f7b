#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "base/verdict.h"
#include "stats/score_games.h"

namespace evenhand {

/// The noise of one judge against itself: what became of the same games put to it again. A pair is
/// any two repeats of one game (same question, answers, turn and seats), both readable.
struct SelfConsistency {
  std::size_t pairs = 0;
  QuestionScores changed;  // share of each question's pairs whose rulings differ
  /// Mean absolute difference of two repeats: points of a grade, or the candidate's share, in
  /// [0, 1], of a preference. nullopt without pairs.
  std::optional<double> mean_change = {};
};

SelfConsistency self_consistency(std::span<const Verdict> verdicts, const ModelId& judge,
                                 std::span<const QuestionId> questions);

}  // namespace evenhand
