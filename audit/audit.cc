#include "audit/audit.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "audit/item_checks.h"
#include "audit/set_checks.h"

namespace evenhand {
namespace {

/// How bad a question is: severity first, then how many judges and how often its checks are right.
struct Badness {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  double votes = 0.0;
  double precision = 0.0;

  friend auto operator<=>(const Badness&,
                          const Badness&) = default;  // NOLINT(modernize-use-nullptr)
};

void add_to(Badness& badness, const Finding& finding) {
  if (finding.severity == Severity::error) ++badness.errors;
  if (finding.severity == Severity::warn) ++badness.warnings;
  if (finding.votes) badness.votes = std::max(badness.votes, finding.votes->share_against());
  badness.precision = std::max(badness.precision, facts_of(finding.check).precision.value_or(0.0));
}

void order_worst_first(std::vector<Finding>& findings, std::span<const AuditItem> items) {
  std::unordered_map<std::string_view, std::size_t> place;
  for (std::size_t at = 0; at < items.size(); ++at) place.emplace(items[at].id, at);
  std::vector<Badness> badness(items.size());
  for (const Finding& finding : findings) add_to(badness[place.at(finding.question)], finding);
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    const std::size_t at_a = place.at(a.question);
    const std::size_t at_b = place.at(b.question);
    if (at_a == at_b) return a.severity < b.severity;
    if (badness[at_a] != badness[at_b]) return badness[at_a] > badness[at_b];
    return at_a < at_b;
  });
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

AuditReport audit(std::span<const AuditItem> items, std::span<const AuditItem> examples) {
  AuditReport report{.questions = items.size()};
  for (const AuditItem& item : items) append(report.of_questions, check_item(item));
  append(report.of_questions, check_repetitions(items));
  append(report.of_questions, check_ligatures(items));
  append(report.of_questions, check_examples(items, examples));
  order_worst_first(report.of_questions, items);
  report.of_the_set = check_biases(items);
  for (const auto* findings : {&report.of_questions, &report.of_the_set}) {
    for (const Finding& finding : *findings) ++report.counts[finding.check];
  }
  return report;
}

void add_findings(AuditReport& report, std::vector<Finding> findings,
                  std::span<const AuditItem> items) {
  for (const Finding& finding : findings) ++report.counts[finding.check];
  append(report.of_questions, std::move(findings));
  order_worst_first(report.of_questions, items);
}

bool has_errors(const AuditReport& report) {
  const auto is_error = [](const Finding& finding) {
    return finding.severity == Severity::error;
  };
  return std::any_of(report.of_questions.begin(), report.of_questions.end(), is_error) ||
         std::any_of(report.of_the_set.begin(), report.of_the_set.end(), is_error);
}

}  // namespace evenhand
