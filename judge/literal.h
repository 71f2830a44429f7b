#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace evenhand {

struct LiteralMember;

/// A value as a judge writes it down, in JSON or in Python.
struct Literal {
  struct None {};
  using List = std::vector<Literal>;
  using Map = std::vector<LiteralMember>;

  std::variant<None, bool, double, std::string, List, Map> value;
  bool is_tuple = false;  // a list in round brackets, which is no list to Python

  const std::string* text() const { return std::get_if<std::string>(&value); }
  const List* list() const { return is_tuple ? nullptr : std::get_if<List>(&value); }
  const Map* map() const { return std::get_if<Map>(&value); }

  /// True and False are 1 and 0, as in Python.
  std::optional<double> number() const;

  /// The last member of that name; nullptr where there is none, or this is no map.
  const Literal* find(std::string_view key) const;
};

struct LiteralMember {
  std::string key;
  Literal value;
};

/// Exactly one value, blanks around it. nullopt for anything else, for nesting deeper than 32 and
/// for texts of more than 1 MiB. Nothing is ever evaluated.
std::optional<Literal> read_json_literal(std::string_view text);

/// What Python's ast.literal_eval() reads, as far as it has a like in JSON: texts in either
/// quotes, numbers, True, False, None, lists, tuples, maps with texts for keys. No bytes, sets,
/// complex numbers, prefixes of texts or texts side by side.
std::optional<Literal> read_python_literal(std::string_view text);

}  // namespace evenhand
