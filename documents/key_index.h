#pragma once

#include <string>
#include <unordered_map>

#include "documents/node.h"

namespace evenhand {

/// Finds a key twice in a map that is being built, in time that does not grow with the map.
class KeyIndex {
 public:
  /// The member of that name; nullptr where there is none. Call it with one map only, whose
  /// members only ever grow in number.
  const Member* find(const Node::Map& map, const std::string& key);

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::size_t indexed_ = 0;
};

}  // namespace evenhand
