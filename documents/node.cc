#include "documents/node.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/json_cursor.h"

namespace evenhand {

const Node* Node::find(std::string_view key) const {
  const Map* members = map();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string Node::described() const {
  if (is_null()) return "nothing";
  if (list() != nullptr) return "a list";
  if (map() != nullptr) return "a map";
  // Long texts would hide the message that they stand in.
  constexpr std::size_t kShown = 40;  // code points
  const auto* plain = std::get_if<Plain>(&value);
  const std::string& text = plain != nullptr ? plain->text : std::get<Text>(value);
  const std::string line = shown(line_of(text, 1), kShown);
  return "'" + line + (line.size() < text.size() ? "...'" : "'");
}

Error error_at(const Node& node, std::string what, std::string hint) {
  return {.what = std::move(what), .hint = std::move(hint), .place = node.place};
}

namespace {

/// The spelling of a plain scalar; nullptr for anything else.
const std::string* plain_text(const Node& node) {
  const auto* plain = std::get_if<Node::Plain>(&node.value);
  return plain == nullptr ? nullptr : &plain->text;
}

nlohmann::ordered_json json_of_plain(const std::string& text) {
  // Spelled as JSON spells a number, true, false or null, it is one; else it is a text.
  if (has_nul_byte(text)) return text;
  auto read = nlohmann::ordered_json::parse(text, nullptr, /*allow_exceptions=*/false);
  return read.is_discarded() || read.is_structured() ? nlohmann::ordered_json(text) : read;
}

nlohmann::ordered_json json_of(const Node& node) {
  if (const std::string* plain = plain_text(node)) return json_of_plain(*plain);
  if (const auto* text = std::get_if<Node::Text>(&node.value)) return *text;
  nlohmann::ordered_json json;
  if (const Node::List* list = node.list()) {
    json = nlohmann::ordered_json::array();
    for (const Node& entry : *list) json.push_back(json_of(entry));
  }
  if (const Node::Map* map = node.map()) {
    json = nlohmann::ordered_json::object();
    for (const Member& member : *map) json[member.key] = json_of(member.value);
  }
  return json;
}

}  // namespace

Result<std::string> as_text(const Node& node) {
  if (const std::string* plain = plain_text(node)) return *plain;
  if (const auto* text = std::get_if<Node::Text>(&node.value)) return *text;
  return error_at(node, "expected a text, found " + node.described());
}

Result<double> as_number(const Node& node) {
  const std::string* plain = plain_text(node);
  const auto number = plain == nullptr ? std::nullopt : parse_number(*plain);
  if (!number) return error_at(node, "expected a number, found " + node.described());
  return *number;
}

Result<std::int64_t> as_integer(const Node& node) {
  const std::string* plain = plain_text(node);
  const auto number = plain == nullptr ? std::nullopt : parse_integer(*plain);
  if (!number) return error_at(node, "expected a whole number, found " + node.described());
  return static_cast<std::int64_t>(*number);
}

Result<bool> as_flag(const Node& node) {
  const std::string* plain = plain_text(node);
  if (plain != nullptr && *plain == "true") return true;
  if (plain != nullptr && *plain == "false") return false;
  return error_at(node, "expected true or false, found " + node.described());
}

std::string to_json(const Node& node) {
  return json_of(node).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace evenhand
