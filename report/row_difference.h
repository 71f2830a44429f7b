#pragma once

#include <optional>

#include "report/question_scores.h"
#include "report/report_data.h"

namespace evenhand {

/// How far one row of the report lies above another, question by question, in the unit of the
/// headline (fractions or points). Far more certain than two intervals side by side, since both
/// answered the same questions. nullopt where no question has a score for both.
std::optional<Estimate> row_difference(const ReportData& data, const QuestionTable& table,
                                       std::size_t above, std::size_t below);

/// Whether the interval of a difference leaves out 0.
bool is_settled(const Estimate& difference);

}  // namespace evenhand
