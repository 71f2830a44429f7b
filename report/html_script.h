#pragma once

#include <string_view>

namespace evenhand {

/// The script of the report: sorts tables, filters and unfolds questions. It builds no markup from
/// text and asks nobody for anything; without it the whole report can be read all the same.
extern const std::string_view kReportScript;

}  // namespace evenhand
