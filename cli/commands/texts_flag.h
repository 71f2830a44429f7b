#pragma once

#include <string>

#include "base/result.h"
#include "cli/options.h"
#include "report/report_data.h"

namespace evenhand {

/// Declares --texts, which binds `value`.
void describe_texts(Options& options, std::string& value);

/// What --texts says: "plain" (also where it is empty) or "markdown".
Result<TextView> texts_flag(const std::string& value);

}  // namespace evenhand
