#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checks.h"
#include "audit/item.h"

namespace evenhand {

/// What is wrong with a question, in the taxonomy of MMLU-Redux.
enum class ItemLabel {
  ok,
  bad_question_clarity,
  bad_options_clarity,
  no_correct_answer,
  multiple_correct_answers,
  wrong_groundtruth,
};

/// "ok", "bad_question_clarity" and so on.
std::string_view to_text(ItemLabel label);

/// What a judge's verdict (the words between its brackets, without blanks, in any case) says of a
/// question. Of options: the letters of those that are right ("B", "A,C"), "none", "unclear",
/// "garbled"; they are held against the question's key here, since judges are not told it. Of open
/// questions: "ok", "unclear", and where there are references "wrong" and "ambiguous". nullopt for
/// anything else.
std::optional<ItemLabel> label_of(std::string_view verdict, const AuditItem& item);

/// A judge's view of a question: one reply.
struct ItemVote {
  std::string verdict;             // as it stood between the brackets; empty where unreadable
  std::optional<ItemLabel> label;  // nullopt: unreadable, which is no view at all
};

/// All views of a question that came.
struct JudgedItem {
  std::size_t item = 0;  // its place among the items of the audit
  std::vector<ItemVote> votes = {};
  std::size_t missing = 0;  // asked for and not there: failed, or never asked
};

/// One finding for each question of which at least one vote says that something is wrong: a warning
/// where more than half of its votes, unreadable ones included, say so. It is named after what
/// most of these votes say: `self_contained` (bad_question_clarity), `per_option_truth` (none or
/// several options are right), `judge_taxonomy` (wrong_groundtruth, bad_options_clarity).
std::vector<Finding> findings_of_votes(const std::vector<AuditItem>& items,
                                       const std::vector<JudgedItem>& judged);

}  // namespace evenhand
