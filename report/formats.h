#pragma once

#include <span>
#include <string_view>

#include "base/put_text.h"
#include "report/report_data.h"

namespace evenhand {

/// A way to write a report: the name it is asked for by, the file it is written to within the
/// results folder, and the function, which gives the same bytes for the same data. Errors are those
/// of `put`, and of words that cannot be read back.
struct ReportFormat {
  std::string_view name;
  std::string_view file_name;
  Result<void> (*write)(const ReportData& data, const PutText& put);
};

/// All of them, in the order in which they are written.
std::span<const ReportFormat> report_formats();

/// nullptr where there is none of that name.
const ReportFormat* find_report_format(std::string_view name);

}  // namespace evenhand
