#pragma once

#include <string_view>

#include "simulate/answer_blocks.h"

namespace evenhand {

/// Answers between evenhand's own marker lines, "<<<answer A 5f3a>>>" to
/// "<<<end of answer A 5f3a>>>". The code of the first such line counts; lines with another code
/// are somebody's imitation. Of several turns the last one is judged. No blocks: not fenced.
FoundAnswers find_fenced_answers(std::string_view prompt);

}  // namespace evenhand
