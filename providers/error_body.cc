#include "providers/error_body.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "providers/json_text.h"
#include "providers/reply_json.h"

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

/// An error in the place of what a model would have said.
std::optional<ErrorBody> from_choices(const json& choices) {
  if (!choices.is_array() || choices.empty() || !choices.front().is_object()) return std::nullopt;
  const auto error = choices.front().find("error");
  if (error == choices.front().end() || !error->is_object()) return std::nullopt;
  return from_object(*error);
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
  if (document.contains("choices")) return from_choices(document["choices"]);
  if (document.contains("detail")) return from_detail(document["detail"]);
  if (!text_at(document, "message").empty()) return from_object(document);
  return std::nullopt;
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

/// The length of a character at the head of the text that terminals act upon: C1 controls, and
/// those that turn the direction of text; 0: it is an ordinary one.
std::size_t unprintable(std::string_view text) {
  const auto is_between = [&](std::string_view head, char least, char most) {
    if (!text.starts_with(head) || text.size() <= head.size()) return false;
    const auto byte = static_cast<unsigned char>(text[head.size()]);
    return byte >= static_cast<unsigned char>(least) && byte <= static_cast<unsigned char>(most);
  };
  if (is_between("\xC2", '\x80', '\x9F')) return 2;
  if (is_between("\xE2\x80", '\xAA', '\xAE') || is_between("\xE2\x81", '\xA6', '\xA9')) return 3;
  return 0;
}

}  // namespace

std::optional<ErrorBody> read_error_body(std::string_view body) {
  return from_json(parsed_reply(json_within(body)));
}

std::string excerpt_of(std::string_view text, std::size_t limit) {
  // Four bytes a character at most; the rest need not be looked at.
  const std::string valid = valid_utf8(text.substr(0, limit * 4));
  std::string line;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (const std::size_t length = unprintable(std::string_view(valid).substr(i)); length > 0) {
      i += length - 1;
      continue;
    }
    const auto byte = static_cast<unsigned char>(valid[i]);
    const bool blank = is_control(byte) || byte == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    const bool begins_character = (byte & 0xC0u) != 0x80u;
    if (begins_character && ++characters > limit) return line + "...";
    line += blank ? ' ' : valid[i];
  }
  return std::string(trimmed(line));
}

}  // namespace evenhand
