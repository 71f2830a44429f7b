#pragma once

#include <string>
#include <string_view>

#include "base/put_text.h"
#include "report/report_data.h"

namespace evenhand {

/// What a format writes, as one text. Words are held, and nothing fails.
inline std::string text_of(Result<void> (*write)(const ReportData&, const PutText&),
                           const ReportData& data) {
  std::string text;
  const auto written = write(data, [&](std::string_view part) -> Result<void> {
    text += part;
    return {};
  });
  return written ? text : "cannot write: " + written.error().what;
}

}  // namespace evenhand
