#include "base/answer.h"

#include "base/text.h"

namespace evenhand {

std::size_t length_of(const AnswerTurn& turn) {
  if (turn.logprob) return 0;  // the text is the suite's
  return turn.put_away ? turn.put_away->length : code_points(turn.text);
}

std::size_t length_of(const Answer& answer) {
  std::size_t length = 0;
  for (const AnswerTurn& turn : answer.turns) length += length_of(turn);
  return length;
}

}  // namespace evenhand
