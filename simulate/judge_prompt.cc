#include "simulate/judge_prompt.h"

#include <string_view>

#include "simulate/answer_blocks.h"

namespace evenhand {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The form that these words ask for. Five-way comes first: its prompts show [[A>B]] as well as
/// its other labels.
VerdictForm form_in(std::string_view words) {
  if (contains(words, "[[A>>B]]") || contains(words, "[[A>B]]")) return VerdictForm::five_way;
  for (const std::string_view grade : {"[[n]]", "[[rating]]", "[[5]]"}) {
    if (contains(words, grade)) return VerdictForm::grade;
  }
  if (contains(words, "[[true, informs]]")) return VerdictForm::truthful;
  if (!contains(words, "[[A]]")) return VerdictForm::unknown;
  return contains(words, "[[C]]") ? VerdictForm::three_way : VerdictForm::two_way;
}

std::string texts_of(const std::vector<Message>& messages, Role role) {
  std::string text;
  for (const Message& message : messages) {
    if (message.role != role) continue;
    if (!text.empty()) text += "\n\n";
    text += message.text;
  }
  return text;
}

VerdictForm form_of(const std::string& system, const std::string& words, std::size_t answers) {
  const VerdictForm by_system = form_in(system);
  if (by_system != VerdictForm::unknown) return by_system;
  const VerdictForm by_words = form_in(words);
  if (by_words != VerdictForm::unknown) return by_words;
  return answers == 2 ? VerdictForm::identifier : VerdictForm::unknown;
}

}  // namespace

JudgePrompt read_judge_prompt(const std::vector<Message>& messages) {
  const std::string prompt = texts_of(messages, Role::user);
  const FoundAnswers found = find_answers(prompt);
  JudgePrompt read;
  for (const AnswerBlock& block : found.blocks) {
    read.answers.push_back({.text = prompt.substr(block.begin, block.end - block.begin),
                            .identifier = block.identifier});
  }
  read.form = form_of(texts_of(messages, Role::system), found.outside, found.blocks.size());
  return read;
}

}  // namespace evenhand
