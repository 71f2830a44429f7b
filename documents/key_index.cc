#include "documents/key_index.h"

namespace evenhand {

const Member* KeyIndex::find(const Node::Map& map, const std::string& key) {
  // Most maps have a handful of keys, and looking at each is faster than any index.
  constexpr std::size_t kSmall = 16;
  if (map.size() <= kSmall) {
    for (const Member& member : map) {
      if (member.key == key) return &member;
    }
    return nullptr;
  }
  for (; indexed_ < map.size(); ++indexed_) index_.emplace(map[indexed_].key, indexed_);
  const auto known = index_.find(key);
  return known == index_.end() ? nullptr : &map[known->second];
}

}  // namespace evenhand
