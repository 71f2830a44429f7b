#pragma once

#include "report/report_data.h"

namespace evenhand {

/// Two candidates against a baseline on three questions. "ours" is whole; "half" failed twice, is
/// marked incomplete, and calls nobody knows the price of stand behind it.
ReportData sample_pairwise_report();

/// Two candidates graded over two turns.
ReportData sample_graded_report();

}  // namespace evenhand
