#include "report/json_text.h"

#include <nlohmann/json.hpp>

namespace evenhand {

// What is no finite number is written as null by nlohmann itself.
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json or_null(const std::optional<std::size_t>& count) {
  return count ? Json(*count) : Json(nullptr);
}

Json or_null(const std::optional<Interval>& interval) {
  return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

std::string document_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace evenhand
