#pragma once

#include <cstddef>

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// Every question with its answers side by side and the games with the judge's words, folded. All
/// together take up about `budget` bytes at most: the longest texts are cut, and of very many
/// questions the first are shown; the page says so. Errors: words that cannot be read back.
Result<Markup> html_questions(const ReportData& data, std::size_t budget);

}  // namespace evenhand
