#include "providers/model_list.h"

#include <nlohmann/json.hpp>

#include "providers/call_outcome.h"
#include "providers/json_text.h"
#include "providers/reply_json.h"

namespace evenhand {
namespace {

using nlohmann::json;

std::string name_in(const json& entry) {
  if (entry.is_string()) return entry.get<std::string>();
  if (!entry.is_object()) return {};
  for (const char* field : {"id", "name", "model"}) {
    const auto found = entry.find(field);
    if (found != entry.end() && found->is_string()) return found->get<std::string>();
  }
  return {};
}

Result<std::vector<std::string>> names_in(const std::string& body) {
  json document = parsed_reply(json_within(body));
  for (const char* field : {"data", "models"}) {
    if (!document.is_object() || !document.contains(field)) continue;
    json list = document[field];
    document = std::move(list);
  }
  if (!document.is_array()) {
    return Error{.kind = ErrorKind::malformed_reply, .what = "the list of models cannot be read"};
  }
  std::vector<std::string> names;
  for (const json& entry : document) {
    std::string name = name_in(entry);
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

Result<std::vector<std::string>> read_model_list(const Result<HttpResponse>& response,
                                                 Clock::Wall now) {
  if (response && (response->status == 404 || response->status == 405)) {
    return std::vector<std::string>();
  }
  if (response && response->status / 100 == 2) return names_in(response->body);
  return outcome_of(response, now).failure->error;
}

}  // namespace evenhand
