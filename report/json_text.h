#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "report/report_data.h"
#include "stats/bootstrap.h"

namespace evenhand {

// What every JSON document that is printed has in common.

/// Fields stand in the order in which they are written.
using Json = nlohmann::ordered_json;

/// A number at full precision; null where there is none, or none that is finite.
Json or_null(const std::optional<double>& number);

Json or_null(const std::optional<std::size_t>& count);

/// [low, high]; null where there is none, or an end that is not finite.
Json or_null(const std::optional<Interval>& interval);

/// Two fields: `name`, and `name` with "_interval" behind it; null where there is none.
void add_value(Json& object, const std::string& name, const std::optional<double>& value,
               const std::optional<Interval>& interval);
void add_estimate(Json& object, const std::string& name, const std::optional<Estimate>& estimate);

/// Row by row; null where a cell has no number.
Json matrix_json(const std::vector<std::vector<std::optional<double>>>& matrix);

/// Indented by two, with a line end; bytes that are no UTF-8 are replaced.
std::string document_text(const Json& document);

}  // namespace evenhand
