#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "stats/bootstrap.h"

namespace evenhand {

// What every JSON document that is printed has in common.

/// Fields stand in the order in which they are written.
using Json = nlohmann::ordered_json;

/// A number at full precision; null where there is none, or none that is finite.
Json or_null(const std::optional<double>& number);

Json or_null(const std::optional<std::size_t>& count);

/// [low, high], or null.
Json or_null(const std::optional<Interval>& interval);

/// Indented by two, with a line end; bytes that are no UTF-8 are replaced.
std::string document_text(const Json& document);

}  // namespace evenhand
