#pragma once

#include <optional>
#include <vector>

#include "base/ids.h"

namespace evenhand {

/// Did the winner stay the same when the two answers changed seats?
enum class SeatAgreement { not_tested, same_winner, winner_moved };

/// What one question says about one candidate, all of its games taken together.
struct Score {
  QuestionId question;
  ModelId candidate;
  double share = 0.0;  // win share in [0, 1], a tie counts one half; of a grade: points / out_of
  SeatAgreement seat_agreement = SeatAgreement::not_tested;
};

}  // namespace evenhand
