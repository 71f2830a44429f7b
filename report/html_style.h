#pragma once

#include <string_view>

namespace evenhand {

/// The style sheet of the report.
extern const std::string_view kReportStyle;

}  // namespace evenhand
