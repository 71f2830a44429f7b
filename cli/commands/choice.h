#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evenhand {

/// The error of a word that is none of `known`: "unknown --mode 'sngle'", with a suggestion.
Error unknown_word(const std::string& what, const std::string& word,
                   const std::vector<std::string>& known);

/// One word out of a few, as its place among them.
Result<std::size_t> place_among(const std::vector<std::string>& known, const std::string& what,
                                const std::string& word);

/// The same as an enumerator. Requires the words in the order of the enumerators.
template <class Enum>
Result<Enum> choice_of(const std::vector<std::string>& known, const std::string& what,
                       const std::string& word) {
  EVENHAND_TRY(const std::size_t place, place_among(known, what, word));
  return static_cast<Enum>(place);
}

/// Of a table whose rows have a `name`.
template <class Row, std::size_t kRows>
std::vector<std::string> names_of(const Row (&rows)[kRows]) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  return names;
}

template <class Row, std::size_t kRows>
Result<const Row*> row_named(const Row (&rows)[kRows], const std::string& what,
                             const std::string& name) {
  EVENHAND_TRY(const std::size_t place, place_among(names_of(rows), what, name));
  return &rows[place];
}

}  // namespace evenhand
