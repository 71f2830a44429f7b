#pragma once

#include <cstddef>

#include "base/put_text.h"
#include "report/report_data.h"

namespace evenhand {

/// Every question with its answers side by side and the games with the judge's words, folded. All
/// together take up about `budget` bytes at most: the longest texts are cut, and of very many
/// questions the first are shown; the page says so. Written question by question. Errors are those
/// of `put`, and of words that cannot be read back.
Result<void> write_html_questions(const ReportData& data, std::size_t budget, const PutText& put);

}  // namespace evenhand
