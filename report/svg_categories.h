#pragma once

#include <optional>

#include "report/charts.h"

namespace evenhand {

/// A bar with its interval for each category and candidate; nullopt for fewer than two categories.
std::optional<Chart> category_bars(const ReportData& data);

/// The same values as outlines around a centre; nullopt for fewer than three categories.
std::optional<Chart> category_radar(const ReportData& data);

}  // namespace evenhand
