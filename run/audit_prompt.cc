#include "run/audit_prompt.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "audit/list_options.h"
#include "audit/phrases.h"
#include "base/text.h"
#include "judge/choice_reader.h"
#include "judge/fence.h"
#include "judge/shown_text.h"

namespace evenhand {
namespace {

std::string question_text(const AuditItem& item) {
  if (item.later_turns.empty()) return shown_text(item.question);
  std::string text = "[turn 1]\n" + shown_text(item.question);
  for (std::size_t turn = 0; turn < item.later_turns.size(); ++turn) {
    text += "\n\n[turn " + std::to_string(turn + 2) + "]\n" + shown_text(item.later_turns[turn]);
  }
  return text;
}

std::string options_text(const AuditItem& item) {
  std::vector<std::string> lines;
  for (std::size_t place = 0; place < item.options.size(); ++place) {
    lines.push_back(letter_of(place) + ") " + shown_text(item.options[place]));
  }
  return joined(lines, "\n");
}

std::string reference_text(const AuditItem& item) {
  std::vector<std::string> texts;
  for (const std::string& reference : item.references) texts.push_back(shown_text(reference));
  return joined(texts, "\n\n");
}

std::string template_for(const AuditItem& item) {
  if (!item.is_open) return "audit-choice";
  return item.references.empty() ? "audit-open" : "audit-reference";
}

bool stay_in_order(const std::vector<std::string>& options) {
  return !enumerators_of(options).empty() ||
         std::any_of(options.begin(), options.end(),
                     [](const std::string& option) { return !order_phrase(option).empty(); });
}

}  // namespace

std::string TurnedItem::in_original_letters(const std::string& verdict) const {
  std::vector<std::string> letters;
  for (const std::string& part : split(lower_case(verdict), ',')) {
    const std::size_t place = part.size() == 1 ? static_cast<std::size_t>(part[0] - 'a') : SIZE_MAX;
    if (place >= item.options.size()) return verdict;
    letters.push_back(letter_of((place + places) % item.options.size()));
  }
  std::sort(letters.begin(), letters.end());
  return joined(letters, ",");
}

TurnedItem turned(const AuditItem& item, std::size_t places) {
  TurnedItem result{.item = item};
  const std::size_t options = item.options.size();
  if (options == 0 || places % options == 0 || stay_in_order(item.options)) return result;
  result.places = places % options;
  std::rotate(result.item.options.begin(),
              result.item.options.begin() + static_cast<std::ptrdiff_t>(result.places),
              result.item.options.end());
  if (item.has_gold()) result.item.gold = (*item.gold + options - result.places) % options;
  return result;
}

Result<std::vector<Message>> messages_about(const AuditItem& item, const PromptLibrary& prompts) {
  EVENHAND_TRY(const PromptTemplate* words, prompts.find(template_for(item)));
  std::map<std::string, std::string> values = {{"question", question_text(item)},
                                               {"options", options_text(item)},
                                               {"reference", reference_text(item)}};
  const std::vector<std::string> texts = {values["question"], values["options"],
                                          values["reference"]};
  values["fence"] = fence_for(texts);
  for (const std::string& hole : words->holes()) {
    if (values.contains(hole)) continue;
    return Error{.what = "the template '" + template_for(item) + "' has a hole {" + hole +
                         "} that nothing fills",
                 .hint = "question, options, reference and fence can be filled in"};
  }
  return words->fill(values);
}

}  // namespace evenhand
