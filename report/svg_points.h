#pragma once

#include <optional>

#include "report/charts.h"

namespace evenhand {

/// Charts of points on two axes; nullopt where the run has no such numbers.

/// First turn against second, a line for each candidate.
std::optional<Chart> turns_chart(const ReportData& data);

/// What the answers cost against what they are worth; tokens, where prices are not known.
std::optional<Chart> cost_chart(const ReportData& data);

/// Win rates of all pairs of candidates that met.
std::optional<Chart> matrix_chart(const ReportData& data);

}  // namespace evenhand
