#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/text.h"
#include "report/report_data.h"

namespace evenhand {

/// How a number is shown to people: a fraction as percent, or points as they are. Files keep the
/// full number; these words are for tables and pages only.
enum class Scale { percent, points };

/// As many decimals as the interval supports: one for percent and two for points; one more for
/// percent whose interval is narrower than half a point, one less for points whose interval is
/// wider than two. Without an interval, the former.
int decimals_for(const Estimate& estimate, Scale scale);

/// "52.3" for 0.523 in percent; "?" for what is no finite number.
std::string number_text(double value, Scale scale, int decimals);

/// The two parts of an estimate: "52.3", and "[49.1, 55.4]" or nothing.
std::string value_text(const Estimate& estimate, Scale scale);
std::string interval_text(const Estimate& estimate, Scale scale);

/// "52.3 [49.1, 55.4]", or "52.3" without an interval.
std::string estimate_text(const Estimate& estimate, Scale scale);

/// "$1.23", "unknown", or "$1.23 + 14 unknown": calls whose price nobody knows are not free.
std::string cost_text(const Expense& expense);

/// "805/805": questions judged, of questions expected.
std::string coverage_text(const Coverage& coverage);

/// What a candidate cost, its answers and their judging together.
Expense whole_expense(const CandidateRow& row);

/// Whether any price is known. Nothing asked costs nothing, and that is known.
bool any_cost_known(const Expense& expense);

/// The number that a leaderboard ranks by and the scale it is shown on: win rate where there is
/// one, else grade; null where a row has neither.
const std::optional<Estimate>& headline_of(const CandidateRow& row);
Scale headline_scale(const ReportData& data);

}  // namespace evenhand
