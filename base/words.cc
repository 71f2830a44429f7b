#include "base/words.h"

#include <algorithm>

#include "base/check.h"

namespace evenhand {

bool is_put_away(const Answer& answer) {
  return std::any_of(answer.turns.begin(), answer.turns.end(),
                     [](const AnswerTurn& turn) { return turn.put_away.has_value(); });
}

bool is_put_away(const Verdict& verdict) { return verdict.put_away; }

Result<void> bring_back(Answer& answer, const Words* words) {
  for (AnswerTurn& turn : answer.turns) {
    if (!turn.put_away) continue;
    EVENHAND_CHECK(words != nullptr);
    EVENHAND_TRY(Said said, words->said_in(turn.attempt));
    turn.text = std::move(said.text);
    turn.reasoning = std::move(said.reasoning);
    turn.put_away = std::nullopt;
  }
  return {};
}

Result<void> bring_back(Verdict& verdict, const Words* words) {
  if (!verdict.put_away) return {};
  EVENHAND_CHECK(words != nullptr);
  EVENHAND_TRY(Said said, words->said_in(verdict.attempt));
  verdict.judgement = std::move(said.text);
  verdict.reasoning = std::move(said.reasoning);
  verdict.put_away = false;
  return {};
}

}  // namespace evenhand
