#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace evenhand {

/// Hashes that were seen, in 12 to 24 bytes each: for millions of ids of which only whether they
/// came before is asked.
class HashSet {
 public:
  /// Was it new?
  bool insert(std::size_t hash) {
    if (hash == kFree) return !std::exchange(has_free_, true);
    if (3 * (size_ + 1) > 2 * slots_.size()) grow();
    if (!put(hash)) return false;
    ++size_;
    return true;
  }

 private:
  static constexpr std::size_t kFree = 0;

  bool put(std::size_t hash) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (hash ^ (hash >> 32U)) & mask;
    while (slots_[at] != kFree) {
      if (slots_[at] == hash) return false;
      at = (at + 1) & mask;
    }
    slots_[at] = hash;
    return true;
  }

  void grow() {
    constexpr std::size_t kFirst = 1024;
    std::vector<std::size_t> old(slots_.empty() ? kFirst : 2 * slots_.size(), kFree);
    std::swap(old, slots_);
    for (const std::size_t hash : old) {
      if (hash != kFree) put(hash);
    }
  }

  std::vector<std::size_t> slots_;  // a power of two of them
  std::size_t size_ = 0;
  bool has_free_ = false;  // the hash that marks a free slot was seen
};

}  // namespace evenhand
