#include "base/answer.h"

#include "base/text.h"

namespace evenhand {

std::size_t length_of(const Answer& answer) {
  std::size_t length = 0;
  for (const AnswerTurn& turn : answer.turns) length += code_points(turn.text);
  return length;
}

}  // namespace evenhand
