#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checks.h"
#include "audit/item.h"

namespace evenhand {

struct AuditReport {
  std::size_t questions = 0;
  std::vector<Finding> of_questions;  // the worst question first, its findings together
  std::vector<Finding> of_the_set;
  std::map<std::string_view, std::size_t> counts;  // by check, only those that found something
};

/// Every check that needs no model. Questions are ordered by the most severe of their findings,
/// then by the votes of judges, then by the precision of their checks, then as they came. Pure; the
/// same for the same input.
AuditReport audit(std::span<const AuditItem> items, std::span<const AuditItem> examples);

/// Takes what judges found into a report on the same items, in the same order.
void add_findings(AuditReport& report, std::vector<Finding> findings,
                  std::span<const AuditItem> items);

/// Whether a set has errors.
bool has_errors(const AuditReport& report);

}  // namespace evenhand
