#pragma once

#include <string>
#include <vector>

#include "base/question.h"
#include "judge/holes.h"
#include "prompts/prompt_library.h"

namespace evenhand {

/// The four templates of a protocol: NAME, NAME-reference, NAME-turns, NAME-turns-reference.
class PromptSet {
 public:
  /// Finds and checks all four. The library outlives the set.
  static Result<PromptSet> find(const PromptLibrary& prompts, const std::string& name,
                                AnswersShown shown);

  /// The messages for one game: the template of its variant, filled.
  std::vector<Message> ask(const Exhibit& exhibit, const Game& game, const SeatNames& names) const;

  std::vector<std::string> names() const;

 private:
  struct Entry {
    Variant variant;
    std::string name;
    const PromptTemplate* words;
  };

  std::vector<Entry> entries_;
};

}  // namespace evenhand
