#pragma once

#include <string>
#include <vector>

#include "report/report_data.h"

namespace evenhand {

/// The result in sentences, the most important first: who leads and by how much, how sure that
/// is, what is missing. Raw: names in them are untrusted.
std::vector<std::string> headline(const ReportData& data);

}  // namespace evenhand
