#include "run/tally_failures.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace evenhand {
namespace {

/// By model, then by reason.
using Counts = std::map<std::pair<std::string, std::string>, std::size_t>;

std::vector<FailureCount> most_frequent_first(const Counts& counts) {
  std::vector<FailureCount> failures;
  failures.reserve(counts.size());
  for (const auto& [what, count] : counts) {
    failures.push_back({.model = {what.first}, .reason = what.second, .count = count});
  }
  std::stable_sort(failures.begin(), failures.end(),
                   [](const FailureCount& a, const FailureCount& b) { return a.count > b.count; });
  return failures;
}

void count_answer(const Answer& answer, Counts& counts) {
  if (!answer.failure || is_missing(*answer.failure)) return;
  // A file of answers may have fewer samples than are wanted.
  if (answer.sample > 0 && answer.failure->kind == ErrorKind::not_found) return;
  ++counts[{answer.model.text, answer.failure->reason}];
}

}  // namespace

std::vector<FailureCount> failed_answers(const Findings& findings) {
  Counts counts;
  for (const Answer& answer : findings.answers) count_answer(answer, counts);
  for (const std::vector<Answer>& samples : findings.further_samples) {
    for (const Answer& answer : samples) count_answer(answer, counts);
  }
  return most_frequent_first(counts);
}

std::vector<FailureCount> failed_verdicts(const Findings& findings) {
  Counts counts;
  for (const Verdict& verdict : findings.verdicts) {
    const std::string& judge = verdict.game.judge.text;
    if (verdict.failure && !is_missing(*verdict.failure))
      ++counts[{judge, verdict.failure->reason}];
    if (verdict.by_rule || !verdict.ruling) continue;
    const auto* unreadable = std::get_if<Unreadable>(&*verdict.ruling);
    if (unreadable != nullptr) ++counts[{judge, unreadable->reason}];
  }
  return most_frequent_first(counts);
}

}  // namespace evenhand
