#pragma once

#include <utility>

#include "base/verdict.h"

namespace evenhand {

/// A game between "ours" and "theirs", changed by the test where it matters.
inline Game game_of(const char* question, Seating seating) {
  return {.question = {question},
          .candidate = {"ours"},
          .baseline = ModelId{"theirs"},
          .judge = {"judge"},
          .seating = seating};
}

inline Verdict preferring(Game game, double candidate_share) {
  return {.game = std::move(game), .ruling = Preference{.candidate_share = candidate_share}};
}

inline Verdict unreadable(Game game) {
  return {.game = std::move(game), .ruling = Unreadable{.reason = "no verdict line"}};
}

inline Verdict failed(Game game) {
  return {.game = std::move(game),
          .failure = Failure{.kind = ErrorKind::filtered, .reason = "filtered"}};
}

}  // namespace evenhand
