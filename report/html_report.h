#pragma once

#include "base/put_text.h"
#include "report/report_data.h"

namespace evenhand {

/// The whole run as one HTML file: it loads nothing, runs no script and says so in its content
/// security policy. At most about 60 MB, however long the answers: the longest are cut, and of very
/// many questions the first are shown, visibly. Errors are those of `put`, and of words that cannot
/// be read back.
Result<void> write_html_report(const ReportData& data, const PutText& put);

}  // namespace evenhand
