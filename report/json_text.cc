#include "report/json_text.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace evenhand {

// What is no finite number is written as null by nlohmann itself.
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json or_null(const std::optional<std::size_t>& count) {
  return count ? Json(*count) : Json(nullptr);
}

Json or_null(const std::optional<Interval>& interval) {
  if (!interval || !std::isfinite(interval->low + interval->high)) return nullptr;
  return Json::array({interval->low, interval->high});
}

void add_value(Json& object, const std::string& name, const std::optional<double>& value,
               const std::optional<Interval>& interval) {
  object[name] = or_null(value);
  object[name + "_interval"] = or_null(interval);
}

void add_estimate(Json& object, const std::string& name, const std::optional<Estimate>& estimate) {
  if (estimate) {
    add_value(object, name, estimate->value, estimate->interval);
  } else {
    add_value(object, name, std::nullopt, std::nullopt);
  }
}

Json matrix_json(const std::vector<std::vector<std::optional<double>>>& matrix) {
  Json rows = Json::array();
  for (const auto& row : matrix) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(or_null(cell));
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string document_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace evenhand
