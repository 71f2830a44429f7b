#pragma once

#include <optional>
#include <vector>

#include "judge/protocol.h"

namespace evenhand {

/// Turn by turn, repeat by repeat, in each seating that the options ask for; up to the last turn
/// that every answer has. Requires a baseline.
std::vector<Game> games_between(const Exhibit& exhibit, const ProtocolOptions& options);

/// Turn by turn, repeat by repeat, the candidate alone.
std::vector<Game> games_alone(const Exhibit& exhibit, const ProtocolOptions& options);

/// A tie when both answers are the same, letter for letter, up to and including the judged turn.
std::optional<Ruling> tie_of_equals(const Exhibit& exhibit, const Game& game);

}  // namespace evenhand
