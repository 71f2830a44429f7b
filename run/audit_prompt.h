#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/item.h"
#include "base/chat.h"
#include "prompts/prompt_library.h"

namespace evenhand {

/// The question with its options moved round by so many places, its key with them, so that a judge
/// who prefers a letter does not prefer an option. Options that refer to each other ("all of the
/// above") or are lists stay where they are. The answer says how far they were moved.
struct TurnedItem {
  AuditItem item;
  std::size_t places = 0;

  /// A verdict in the letters of the question as it was.
  std::string in_original_letters(const std::string& verdict) const;
};
TurnedItem turned(const AuditItem& item, std::size_t places);

/// The words that put a question to a judge: the template `audit-choice`, whose key is not told,
/// `audit-reference` or `audit-open`. Errors: a template that is missing, or has a hole that
/// nothing fills.
Result<std::vector<Message>> messages_about(const AuditItem& item, const PromptLibrary& prompts);

}  // namespace evenhand
