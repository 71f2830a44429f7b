#pragma once

#include <string>

#include "report/report_data.h"

namespace evenhand {

/// The whole run as one HTML file: it loads nothing, runs no script and says so in its content
/// security policy. At most about 60 MB, however long the answers: the longest are cut, and of very
/// many questions the first are shown, visibly. Errors: words that cannot be read back.
Result<std::string> html_report(const ReportData& data);

}  // namespace evenhand
