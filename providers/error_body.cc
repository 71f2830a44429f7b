#include "providers/error_body.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "providers/json_text.h"

namespace evenhand {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_integer() || found->is_number_float()) return found->dump();
  return {};
}

std::string first_text(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string text = text_at(object, name);
    if (!text.empty()) return text;
  }
  return {};
}

ErrorBody from_object(const json& error) {
  ErrorBody body{.message = first_text(error, {"message", "msg", "detail", "error"}),
                 .type = text_at(error, "type"),
                 .code = first_text(error, {"code", "status"}),
                 .param = text_at(error, "param")};
  for (const char* name : {"innererror", "inner_error"}) {
    const auto inner = error.find(name);
    if (inner != error.end() && inner->is_object()) body.inner_code = text_at(*inner, "code");
  }
  return body;
}

/// FastAPI's {"detail": "..."} and {"detail": [{"loc": [...], "msg": "..."}]}.
std::optional<ErrorBody> from_detail(const json& detail) {
  if (detail.is_string()) return ErrorBody{.message = detail.get<std::string>()};
  if (detail.is_object()) return from_object(detail);
  if (!detail.is_array() || detail.empty() || !detail.front().is_object()) return std::nullopt;
  return from_object(detail.front());
}

std::optional<ErrorBody> from_json(const json& document) {
  if (document.is_array() && !document.empty()) return from_json(document.front());
  if (!document.is_object()) return std::nullopt;
  const auto error = document.find("error");
  if (error != document.end() && error->is_object()) return from_object(*error);
  if (error != document.end() && error->is_string()) {
    ErrorBody body = from_object(document);
    if (text_at(document, "message").empty()) body.message = error->get<std::string>();
    return body;
  }
  if (text_at(document, "object") == "error") return from_object(document);
  if (document.contains("choices")) return std::nullopt;
  if (document.contains("detail")) return from_detail(document["detail"]);
  if (!text_at(document, "message").empty()) return from_object(document);
  return std::nullopt;
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

}  // namespace

std::optional<ErrorBody> read_error_body(std::string_view body) {
  const std::string_view text = json_within(body);
  if (json_depth(text) > kMaxJsonDepth) return std::nullopt;
  json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) document = json::parse(repaired_json(text), nullptr, false);
  return from_json(document);
}

std::string excerpt_of(std::string_view text, std::size_t limit) {
  // Four bytes a character at most; the rest need not be looked at.
  const std::string valid = valid_utf8(text.substr(0, limit * 4));
  std::string line;
  std::size_t characters = 0;
  for (const char c : valid) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank = is_control(byte) || c == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    const bool begins_character = (byte & 0xC0u) != 0x80u;
    if (begins_character && ++characters > limit) return line + "...";
    line += blank ? ' ' : c;
  }
  return std::string(trimmed(line));
}

}  // namespace evenhand
