#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "documents/place.h"

namespace evenhand {

struct Member;

/// A value as it stood in a YAML or JSON file, with the place where it stood. YAML's plain
/// scalars and JSON's numbers keep their spelling: what they mean is decided by who reads them.
struct Node {
  struct Null {};
  struct Plain {
    std::string text;  // unquoted in YAML, or a number or boolean of JSON: 10, true, local
  };
  using Text = std::string;  // quoted, or a block
  using List = std::vector<Node>;
  using Map = std::vector<Member>;

  // Null at first. Not written as an initializer: clang 14 would ask for Member, which comes later.
  std::variant<Null, Plain, Text, List, Map> value;
  Place place = {};

  bool is_null() const { return std::holds_alternative<Null>(value); }
  const List* list() const { return std::get_if<List>(&value); }
  const Map* map() const { return std::get_if<Map>(&value); }

  /// The member of a map; nullptr where this is no map or has none of that name.
  const Node* find(std::string_view key) const;

  /// "a list", "a map", "nothing", "'local'" (the start of a text): for messages.
  std::string described() const;
};

struct Member {
  std::string key;
  Place key_place;
  Node value;
};

/// An error at the place of a node.
Error error_at(const Node& node, std::string what, std::string hint = {});

// What a scalar means; each is an error with place where the node is something else.
Result<std::string> as_text(const Node& node);  // plain scalars too: a model may be called 7
Result<double> as_number(const Node& node);     // finite
Result<std::int64_t> as_integer(const Node& node);
Result<bool> as_flag(const Node& node);  // true or false, nothing else ("no" is a text)

/// The whole tree as one line of JSON; plain scalars become numbers, booleans or null where they
/// are spelled so in JSON, and texts otherwise.
std::string to_json(const Node& node);

}  // namespace evenhand
