#pragma once

#include <cstddef>

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// Every question with its answers side by side and the games with the judge's words, folded. All
/// answers and words together take up about `text_budget` bytes at most: beyond that, the longest
/// are cut and say so.
Markup html_questions(const ReportData& data, std::size_t text_budget);

}  // namespace evenhand
