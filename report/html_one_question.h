#pragma once

#include <cstddef>
#include <vector>

#include "report/html_prose.h"
#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// A question with everything that was said to it. Borrows from the report.
struct QuestionFolder {
  const Question* question = nullptr;
  std::size_t number = 0;  // from 1, in the order of the suite: its address in the page
  std::vector<const Answer*> answers = {};
  std::vector<const Verdict*> verdicts = {};
};

/// The question, its answers side by side, and its games. Against a baseline, the baseline's answer
/// stands on one side and every candidate's on the other, with what it differs in and its games;
/// each answer is there once. What the asker wrote is always plain.
Markup one_question(const ReportData& data, const QuestionFolder& folder, ProseStyle style);

}  // namespace evenhand
