#include "judge/holes.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "judge/fence.h"
#include "judge/shown_text.h"

namespace evenhand {
namespace {

enum class HoleKind {
  question,
  answer,
  answer_a,
  answer_b,
  reference,
  conversation,
  conversation_a,
  conversation_b,
  fence,
  identifier_1,
  identifier_2,
};

struct HoleRule {
  std::string_view name;
  HoleKind kind;
};

// The judged turn.
constexpr std::array<HoleRule, 14> kHoles = {{{"question", HoleKind::question},
                                              {"instruction", HoleKind::question},
                                              {"answer", HoleKind::answer},
                                              {"answer_a", HoleKind::answer_a},
                                              {"answer_b", HoleKind::answer_b},
                                              {"output_1", HoleKind::answer_a},
                                              {"output_2", HoleKind::answer_b},
                                              {"reference", HoleKind::reference},
                                              {"conversation", HoleKind::conversation},
                                              {"conversation_a", HoleKind::conversation_a},
                                              {"conversation_b", HoleKind::conversation_b},
                                              {"fence", HoleKind::fence},
                                              {"identifier_1", HoleKind::identifier_1},
                                              {"identifier_2", HoleKind::identifier_2}}};

// Followed by the number of a turn, from 1.
constexpr std::array<HoleRule, 5> kNumberedHoles = {{{"question_", HoleKind::question},
                                                     {"answer_", HoleKind::answer},
                                                     {"answer_a_", HoleKind::answer_a},
                                                     {"answer_b_", HoleKind::answer_b},
                                                     {"ref_answer_", HoleKind::reference}}};
constexpr long long kMaxTurn = 99;

struct KnownHole {
  HoleKind kind = HoleKind::question;
  std::size_t turn = 0;  // from 1; 0: the judged turn
};

std::optional<KnownHole> known_hole(std::string_view name) {
  for (const HoleRule& rule : kHoles) {
    if (name == rule.name) return KnownHole{rule.kind, 0};
  }
  for (const HoleRule& rule : kNumberedHoles) {
    if (!name.starts_with(rule.name)) continue;
    const std::string_view digits = name.substr(rule.name.size());
    const auto turn = parse_integer(digits);
    if (!turn || *turn < 1 || *turn > kMaxTurn || std::to_string(*turn) != digits) continue;
    return KnownHole{rule.kind, static_cast<std::size_t>(*turn)};
  }
  return std::nullopt;
}

bool fits(const KnownHole& hole, AnswersShown shown, const Variant& variant) {
  const bool one = shown == AnswersShown::one;
  if (hole.turn > 1 && !variant.has_turns) return false;
  switch (hole.kind) {
    case HoleKind::question:
    case HoleKind::fence: return true;
    case HoleKind::answer:
    case HoleKind::conversation: return one;
    case HoleKind::answer_a:
    case HoleKind::answer_b:
    case HoleKind::conversation_a:
    case HoleKind::conversation_b:
    case HoleKind::identifier_1:
    case HoleKind::identifier_2: return !one;
    case HoleKind::reference: return variant.has_reference;
  }
  check_failed("a known HoleKind", __FILE__, __LINE__);
}

std::vector<std::string> fillable(AnswersShown shown, const Variant& variant) {
  std::vector<std::string> names;
  for (const HoleRule& rule : kHoles) {
    if (fits({rule.kind, 0}, shown, variant)) names.emplace_back(rule.name);
  }
  return names;
}

std::set<HoleKind> kinds_in(const PromptTemplate& words) {
  std::set<HoleKind> kinds;
  for (const std::string& name : words.holes()) {
    if (const auto hole = known_hole(name)) kinds.insert(hole->kind);
  }
  return kinds;
}

Error shows_nothing_of(const std::string& name, const std::string& what, const std::string& hint) {
  return {.kind = ErrorKind::bad_input,
          .what = "the prompt template '" + name + "' does not show " + what,
          .hint = hint};
}

Result<void> check_shown(const std::string& name, const std::set<HoleKind>& kinds,
                         AnswersShown shown, const Variant& variant) {
  const auto shows = [&](HoleKind answer, HoleKind conversation) {
    return kinds.contains(answer) || kinds.contains(conversation);
  };
  if (shown == AnswersShown::one && !shows(HoleKind::answer, HoleKind::conversation)) {
    return shows_nothing_of(name, "the answer", "it needs {answer} or {conversation}");
  }
  if (shown == AnswersShown::two && !shows(HoleKind::answer_a, HoleKind::conversation_a)) {
    return shows_nothing_of(name, "the first answer", "it needs {answer_a} or {conversation_a}");
  }
  if (shown == AnswersShown::two && !shows(HoleKind::answer_b, HoleKind::conversation_b)) {
    return shows_nothing_of(name, "the second answer", "it needs {answer_b} or {conversation_b}");
  }
  if (variant.has_reference && !kinds.contains(HoleKind::reference)) {
    return shows_nothing_of(name, "the reference", "it needs {reference} or {ref_answer_1}");
  }
  return {};
}

// Everything that may be shown, cleaned, turn by turn up to the judged one.
struct Table {
  std::vector<std::string> questions;
  std::vector<std::string> references;  // empty where the turn has none
  std::vector<std::string> first;       // of the seat that is read first, or the only one
  std::vector<std::string> second;      // empty when one answer is shown
  SeatNames names;
  std::string fence;
};

std::vector<std::string> shown_turns(const Answer& answer, std::size_t turns) {
  EVENHAND_CHECK(answer.turns.size() >= turns);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < turns; ++i) texts.push_back(shown_text(answer.turns[i].text));
  return texts;
}

std::string fence_of(const Table& table) {
  std::vector<std::string> texts;
  for (const auto* part : {&table.questions, &table.references, &table.first, &table.second}) {
    texts.insert(texts.end(), part->begin(), part->end());
  }
  return fence_for(texts);
}

Table table_for(const Exhibit& exhibit, const Game& game, const SeatNames& names) {
  const std::size_t turns = static_cast<std::size_t>(game.turn) + 1;
  EVENHAND_CHECK(exhibit.question.turns.size() >= turns);
  Table table{.names = names};
  for (std::size_t i = 0; i < turns; ++i) {
    table.questions.push_back(shown_text(exhibit.question.turns[i].user));
    table.references.push_back(shown_text(exhibit.question.turns[i].reference.value_or("")));
  }
  table.first = shown_turns(exhibit.candidate, turns);
  if (exhibit.baseline != nullptr) {
    table.second = shown_turns(*exhibit.baseline, turns);
    if (game.seating == Seating::baseline_first) std::swap(table.first, table.second);
  }
  table.fence = fence_of(table);
  return table;
}

std::string fenced(const std::string& label, const std::string& text, const std::string& fence) {
  return "<<<" + label + " " + fence + ">>>\n" + text + "\n<<<end of " + label + " " + fence +
         ">>>";
}

// `label` is "answer A", or "answer" when there is only one.
std::string conversation(const Table& table, const std::vector<std::string>& answers,
                         const std::string& label) {
  std::string text;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::string turn = ", turn ";
    turn += std::to_string(i + 1);
    if (i > 0) text += "\n\n";
    text += fenced("user" + turn, table.questions[i], table.fence);
    text += "\n\n";
    text += fenced(label + turn, answers[i], table.fence);
  }
  return text;
}

std::string value_of(const KnownHole& hole, const Table& table, std::size_t skipped) {
  const auto turn_of = [&](const std::vector<std::string>& texts) {
    if (hole.turn == 0) return texts.back();
    const std::size_t at = hole.turn - 1 + skipped;
    return at < texts.size() ? texts[at] : std::string();
  };
  switch (hole.kind) {
    case HoleKind::question: return turn_of(table.questions);
    case HoleKind::answer:
    case HoleKind::answer_a: return turn_of(table.first);
    case HoleKind::answer_b: return turn_of(table.second);
    case HoleKind::reference: return turn_of(table.references);
    case HoleKind::conversation: return conversation(table, table.first, "answer");
    case HoleKind::conversation_a:
      return conversation(table, table.first, "answer " + table.names.first);
    case HoleKind::conversation_b:
      return conversation(table, table.second, "answer " + table.names.second);
    case HoleKind::fence: return table.fence;
    case HoleKind::identifier_1: return table.names.first;
    case HoleKind::identifier_2: return table.names.second;
  }
  check_failed("a known HoleKind", __FILE__, __LINE__);
}

// A template with holes for two turns shows the last two of a longer conversation.
std::size_t turns_to_skip(const PromptTemplate& words, std::size_t turns) {
  std::size_t highest = 0;
  for (const std::string& name : words.holes()) {
    if (const auto hole = known_hole(name)) highest = std::max(highest, hole->turn);
  }
  return highest == 0 || highest >= turns ? 0 : turns - highest;
}

}  // namespace

Result<void> check_holes(const std::string& name, const PromptTemplate& words, AnswersShown shown,
                         const Variant& variant) {
  for (const std::string& hole_name : words.holes()) {
    const auto hole = known_hole(hole_name);
    if (hole && fits(*hole, shown, variant)) continue;
    std::string what = "the prompt template '" + name;
    what += "' has the hole {" + hole_name;
    what += "}, for which there is nothing to fill in";
    return Error{.kind = ErrorKind::bad_input,
                 .what = std::move(what),
                 .hint = did_you_mean(hole_name, fillable(shown, variant))};
  }
  return check_shown(name, kinds_in(words), shown, variant);
}

std::map<std::string, std::string> values_for(const PromptTemplate& words, const Exhibit& exhibit,
                                              const Game& game, const SeatNames& names) {
  const Table table = table_for(exhibit, game, names);
  const std::size_t skipped = turns_to_skip(words, table.questions.size());
  std::map<std::string, std::string> values;
  for (const std::string& name : words.holes()) {
    const auto hole = known_hole(name);
    EVENHAND_CHECK(hole.has_value());
    values.emplace(name, value_of(*hole, table, skipped));
  }
  return values;
}

}  // namespace evenhand
