#include "run/held_words.h"

#include <string>

#include "base/text.h"
#include "formats/contains_list.h"

namespace evenhand {
namespace {

/// Unlike clear(), gives the memory back.
void empty(std::string& text) { std::string().swap(text); }

}  // namespace

bool HeldWords::stays(AttemptId attempt, std::size_t bytes) {
  const bool elsewhere = words_ != nullptr && attempt != 0;
  if (!elsewhere || bytes == 0) return true;
  if (held_.fetch_add(bytes) + bytes <= room_) return true;
  held_.fetch_sub(bytes);
  return false;
}

void HeldWords::settle(Answer& answer) {
  for (AnswerTurn& turn : answer.turns) {
    if (turn.logprob) continue;  // nothing was said: the text is the suite's
    if (stays(turn.attempt, turn.text.size() + turn.reasoning.size())) continue;
    turn.put_away = PutAway{.length = code_points(turn.text), .has_list = contains_list(turn.text)};
    empty(turn.text);
    empty(turn.reasoning);
  }
}

void HeldWords::settle(Verdict& verdict) {
  if (stays(verdict.attempt, verdict.judgement.size() + verdict.reasoning.size())) return;
  verdict.put_away = true;
  empty(verdict.judgement);
  empty(verdict.reasoning);
}

}  // namespace evenhand
