#include "judge/prompt_set.h"

#include "base/check.h"

namespace evenhand {
namespace {

std::string variant_name(const std::string& name, const Variant& variant) {
  return name + (variant.has_turns ? "-turns" : "") + (variant.has_reference ? "-reference" : "");
}

}  // namespace

Result<PromptSet> PromptSet::find(const PromptLibrary& prompts, const std::string& name,
                                  AnswersShown shown) {
  PromptSet set;
  for (const bool has_turns : {false, true}) {
    for (const bool has_reference : {false, true}) {
      const Variant variant{.has_turns = has_turns, .has_reference = has_reference};
      Entry entry{.variant = variant, .name = variant_name(name, variant), .words = nullptr};
      EVENHAND_TRY(entry.words, prompts.find(entry.name));
      EVENHAND_OK(check_holes(entry.name, *entry.words, shown, variant));
      set.entries_.push_back(std::move(entry));
    }
  }
  return set;
}

std::vector<Message> PromptSet::ask(const Exhibit& exhibit, const Game& game,
                                    const SeatNames& names) const {
  const auto turn = static_cast<std::size_t>(game.turn);
  EVENHAND_CHECK(game.turn >= 0 && turn < exhibit.question.turns.size());
  const bool has_turns = game.turn > 0;
  const bool has_reference = exhibit.question.turns[turn].reference.has_value();
  for (const Entry& entry : entries_) {
    if (entry.variant.has_turns != has_turns) continue;
    if (entry.variant.has_reference != has_reference) continue;
    return entry.words->fill(values_for(*entry.words, exhibit, game, names));
  }
  check_failed("a template for every variant", __FILE__, __LINE__);
}

std::vector<std::string> PromptSet::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) names.push_back(entry.name);
  return names;
}

}  // namespace evenhand
