#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "run/setting.h"

namespace evenhand {

/// Two who meet on a question, or one who is judged alone: places among the participants of the
/// setting. The opponent has the baseline's seat.
struct Pairing {
  std::size_t candidate = 0;
  std::optional<std::size_t> opponent = {};

  bool operator==(const Pairing&) const = default;
};

/// Who meets whom on that question, in order of the candidates, then of their opponents.
///
/// Drawn opponents: the candidates stand in a ring, in an order that the seed and the question
/// decide, and each meets its neighbours up to half of the number asked for on either side. So
/// every question's games connect all candidates, each plays equally often, and one more candidate
/// leaves most of the games that were played already as they are.
std::vector<Pairing> pairings(const RunSetting& setting, std::size_t question);

}  // namespace evenhand
