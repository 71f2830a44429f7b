#include "formats/json_row.h"

#include <utility>

#include "base/text.h"

namespace evenhand {
namespace {

void put(Node& row, std::string key, Node value) {
  std::get<Node::Map>(row.value).push_back(
      {.key = std::move(key), .key_place = {}, .value = std::move(value)});
}

}  // namespace

JsonRow& JsonRow::text(std::string key, std::string value) {
  put(row_, std::move(key), {.value = Node::Text(std::move(value))});
  return *this;
}

JsonRow& JsonRow::texts(std::string key, const std::vector<std::string>& values) {
  Node::List list;
  for (const std::string& value : values) list.push_back({.value = Node::Text(value)});
  put(row_, std::move(key), {.value = std::move(list)});
  return *this;
}

JsonRow& JsonRow::texts_or_null(std::string key,
                                const std::vector<std::optional<std::string>>& values) {
  Node::List list;
  for (const auto& value : values) {
    list.push_back(value ? Node{.value = Node::Text(*value)} : Node{.value = Node::Null{}});
  }
  put(row_, std::move(key), {.value = std::move(list)});
  return *this;
}

JsonRow& JsonRow::number(std::string key, double value) {
  put(row_, std::move(key), {.value = Node::Plain{shortest_text(value)}});
  return *this;
}

JsonRow& JsonRow::spelled(std::string key, std::string number) {
  return value(std::move(key), {.value = Node::Plain{std::move(number)}});
}

JsonRow& JsonRow::value(std::string key, Node value) {
  put(row_, std::move(key), std::move(value));
  return *this;
}

std::string JsonRow::line() const { return to_json(row_) + "\n"; }

std::string quoted(const std::string& text) { return to_json(Node{.value = Node::Text(text)}); }

}  // namespace evenhand
