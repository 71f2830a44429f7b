#pragma once

#include <optional>

#include "report/charts.h"
#include "report/question_scores.h"

namespace evenhand {

/// Charts that go back to single questions; nullopt where the run has no such numbers.

/// Preference against difference in length, with the fitted curve: one panel a candidate.
std::optional<Chart> lengths_chart(const ReportData& data, const QuestionTable& table);

/// The headline over the first 1, 2, 3 ... questions of an order that the seed draws.
std::optional<Chart> course_chart(const ReportData& data, const QuestionTable& table);

/// What became of every question: a strip for each candidate.
std::optional<Chart> coverage_chart(const ReportData& data, const QuestionTable& table);

}  // namespace evenhand
