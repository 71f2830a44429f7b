#pragma once

#include <optional>

#include "report/charts.h"

namespace evenhand {

/// Charts with a line for each candidate; nullopt where the run has no such numbers.

/// Win rate or grade with its interval.
std::optional<Chart> forest_chart(const ReportData& data);

/// Ratings of candidates that met each other, with intervals.
std::optional<Chart> ratings_chart(const ReportData& data);

/// Raw win rate and win rate at equal length.
std::optional<Chart> length_control_chart(const ReportData& data);

}  // namespace evenhand
