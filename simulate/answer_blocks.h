#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// Where one answer lies in a prompt, the marks around it left out.
struct AnswerBlock {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string identifier;
};

/// The answers in a judge's prompt, one or two, in the order of reading; empty: none found.
struct FoundAnswers {
  std::vector<AnswerBlock> blocks;
  std::string outside;  // the words of the prompt that are certainly no answer's
};

/// By the marks around the answers; where there are none, an answer reaches from the one before
/// it (or from the prompt's start) to its own last line.
FoundAnswers find_answers(std::string_view prompt);

}  // namespace evenhand
