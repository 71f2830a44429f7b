#pragma once

#include <span>
#include <vector>

#include "base/verdict.h"

namespace evenhand {

/// The two games of one pair of answers before one judge; nullptr: not played from that seat.
struct BothGames {
  const Verdict* candidate_first = nullptr;
  const Verdict* baseline_first = nullptr;
};

/// In the order in which pairs first appear; a later game takes the place of an earlier one that is
/// the same. Verdicts on one answer alone are left out. Points into `verdicts`.
std::vector<BothGames> games_by_pair(std::span<const Verdict> verdicts);

}  // namespace evenhand
