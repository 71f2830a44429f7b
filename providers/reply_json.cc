#include "providers/reply_json.h"

#include <nlohmann/json.hpp>

#include "providers/json_text.h"

namespace evenhand {

using nlohmann::json;

namespace {

/// The parser takes a NUL byte for the end of its input, and would hide what follows.
json parsed(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return json(json::value_t::discarded);
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace

json parsed_reply(std::string_view text) {
  if (json_depth(text) > kMaxJsonDepth) return json(json::value_t::discarded);
  json document = parsed(text);
  return document.is_discarded() ? parsed(repaired_json(text)) : document;
}

}  // namespace evenhand
