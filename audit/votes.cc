#include "audit/votes.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

std::string letter_of(std::size_t place) {
  return {static_cast<char>('A' + static_cast<int>(place))};
}

/// The options that "A,C" names, each once; nullopt where a part is no option's letter.
std::optional<std::vector<std::size_t>> places_in(const std::string& letters, std::size_t options) {
  std::vector<std::size_t> places;
  for (const std::string& part : split(letters, ',')) {
    if (part.size() != 1 || part[0] < 'a') return std::nullopt;
    const auto place = static_cast<std::size_t>(part[0] - 'a');
    if (place >= options) return std::nullopt;
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  return places;
}

std::optional<ItemLabel> label_of_options(const std::string& verdict, const AuditItem& item) {
  if (verdict == "none") return ItemLabel::no_correct_answer;
  if (verdict == "garbled") return ItemLabel::bad_options_clarity;
  const auto places = places_in(verdict, item.options.size());
  if (!places) return std::nullopt;
  if (places->size() > 1) return ItemLabel::multiple_correct_answers;
  // Without a key, one right option is all that can be asked for.
  return !item.has_gold() || places->front() == *item.gold ? ItemLabel::ok
                                                           : ItemLabel::wrong_groundtruth;
}

std::string_view check_of(ItemLabel label) {
  switch (label) {
    case ItemLabel::bad_question_clarity: return "self_contained";
    case ItemLabel::no_correct_answer:
    case ItemLabel::multiple_correct_answers: return "per_option_truth";
    case ItemLabel::bad_options_clarity:
    case ItemLabel::wrong_groundtruth:
    case ItemLabel::ok: return "judge_taxonomy";
  }
  check_failed("a known ItemLabel", __FILE__, __LINE__);
}

VoteCount count_of(const JudgedItem& judged) {
  VoteCount count{.asked = judged.votes.size() + judged.missing};
  for (const ItemVote& vote : judged.votes) {
    if (!vote.label)
      ++count.unreadable;
    else if (*vote.label != ItemLabel::ok)
      ++count.against;
  }
  return count;
}

/// What most votes against a question say; the first of the taxonomy where they are divided.
ItemLabel leading_label(const std::vector<ItemVote>& votes) {
  std::map<ItemLabel, std::size_t> counts;
  for (const ItemVote& vote : votes) {
    if (vote.label && *vote.label != ItemLabel::ok) ++counts[*vote.label];
  }
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::string detail_of(const AuditItem& item, const JudgedItem& judged, const VoteCount& count,
                      ItemLabel label) {
  std::vector<std::string> said;
  for (const ItemVote& vote : judged.votes)
    said.push_back(vote.label ? vote.verdict : "unreadable");
  std::string text = fmt::format("{}: {} of {} votes against it ({})", to_text(label),
                                 count.against, judged.votes.size(), joined(said, "; "));
  if (item.has_gold()) text += ", the key says " + letter_of(*item.gold);
  return text;
}

}  // namespace

std::string_view to_text(ItemLabel label) {
  switch (label) {
    case ItemLabel::ok: return "ok";
    case ItemLabel::bad_question_clarity: return "bad_question_clarity";
    case ItemLabel::bad_options_clarity: return "bad_options_clarity";
    case ItemLabel::no_correct_answer: return "no_correct_answer";
    case ItemLabel::multiple_correct_answers: return "multiple_correct_answers";
    case ItemLabel::wrong_groundtruth: return "wrong_groundtruth";
  }
  check_failed("a known ItemLabel", __FILE__, __LINE__);
}

std::optional<ItemLabel> label_of(std::string_view verdict, const AuditItem& item) {
  const std::string word = lower_case(verdict);
  if (word == "unclear") return ItemLabel::bad_question_clarity;
  if (!item.is_open) return label_of_options(word, item);
  if (word == "ok") return ItemLabel::ok;
  if (item.references.empty()) return std::nullopt;
  if (word == "wrong") return ItemLabel::wrong_groundtruth;
  if (word == "ambiguous") return ItemLabel::multiple_correct_answers;
  return std::nullopt;
}

std::vector<Finding> findings_of_votes(const std::vector<AuditItem>& items,
                                       const std::vector<JudgedItem>& judged) {
  std::vector<Finding> findings;
  for (const JudgedItem& one : judged) {
    const VoteCount count = count_of(one);
    if (count.against == 0) continue;
    const AuditItem& item = items[one.item];
    const ItemLabel label = leading_label(one.votes);
    Finding finding = found(item.id, check_of(label), detail_of(item, one, count, label));
    finding.severity = 2 * count.against > one.votes.size() ? Severity::warn : Severity::info;
    finding.label = to_text(label);
    finding.votes = count;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace evenhand
