#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace evenhand {

enum class Severity { error, warn, info };
enum class Action { drop, fix, review, keep };

std::string_view to_text(Severity severity);
std::string_view to_text(Action action);

/// What a check is good for. Precision: the share of flagged questions that MMLU-Redux's annotators
/// found erroneous, of so many `labelled`, on MMLU's test set (base rate 0.059); none was measured
/// where nothing labelled was flagged.
struct CheckFacts {
  std::string_view name;
  Severity severity = Severity::info;
  Action action = Action::keep;
  std::size_t labelled = 0;
  std::optional<double> precision = {};
};

/// All checks, of single questions and of sets.
std::span<const CheckFacts> all_checks();

/// Requires the name of a check.
const CheckFacts& facts_of(std::string_view check);

/// What judges said of a question.
struct VoteCount {
  std::size_t asked = 0;       // those that never came included
  std::size_t against = 0;     // say that something is wrong
  std::size_t unreadable = 0;  // say nothing: neither for nor against

  /// In [0, 1]. Of all that were asked, so that what is missing or unreadable never adds to it.
  double share_against() const {
    return asked == 0 ? 0.0 : static_cast<double>(against) / static_cast<double>(asked);
  }
};

/// One thing that is wrong with one question, or, with an empty id, with the set.
struct Finding {
  std::string question;
  std::string_view check;
  std::string detail;
  Severity severity = Severity::info;
  std::string_view label = {};          // of judges: a word of MMLU-Redux's taxonomy
  std::optional<VoteCount> votes = {};  // of judges
};

/// With the severity that the check has.
Finding found(std::string question, std::string_view check, std::string detail);

}  // namespace evenhand
