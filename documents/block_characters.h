#pragma once

#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>

#include "base/file_system.h"

namespace evenhand {

/// The characters of a file that comes in blocks, for a parser that asks for one after the other;
/// no more than a block is held. Where they break off early they end, and the parser says what is
/// missing: ask first whether `failure` or `is_too_long` is why.
class BlockCharacters {
 public:
  /// A record of more than `longest` characters breaks off.
  BlockCharacters(BlockSource& blocks, std::size_t longest) : blocks_(blocks), longest_(longest) {
    refill();
  }
  BlockCharacters(const BlockCharacters&) = delete;
  BlockCharacters& operator=(const BlockCharacters&) = delete;

  /// Of the character that comes next.
  int line() const { return line_; }
  bool is_too_long() const { return in_record_ > longest_; }
  const std::optional<Error>& failure() const { return failure_; }

  /// A record begins, or the last one has ended.
  void mark() { in_record_ = 0; }

  class Iterator;
  Iterator begin();
  Iterator end();

 private:
  bool at_end() const { return at_ == block_.size(); }

  void advance() {
    if (block_[at_] == '\n' && line_ < std::numeric_limits<int>::max()) ++line_;
    ++at_;
    if (++in_record_ > longest_) at_ = block_.size();
    if (at_end() && !is_too_long()) refill();
  }

  void refill() {
    at_ = 0;
    block_ = {};
    auto next = blocks_.next();
    if (next) {
      block_ = *next;
    } else {
      failure_ = std::move(next.error());
    }
  }

  BlockSource& blocks_;
  std::size_t longest_;
  std::string_view block_;
  std::size_t at_ = 0;  // within the block; its size: there is nothing more
  int line_ = 1;
  std::size_t in_record_ = 0;
  std::optional<Error> failure_;
};

/// The parser's copies of this move together.
class BlockCharacters::Iterator {
 public:
  // NOLINTBEGIN(readability-identifier-naming): the standard's names
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  /// nullptr: the end.
  explicit Iterator(BlockCharacters* from) : from_(from) {}

  const char& operator*() const { return from_->block_[from_->at_]; }
  Iterator& operator++() {
    from_->advance();
    return *this;
  }
  friend bool operator==(const Iterator& a, const Iterator& b) { return a.ended() == b.ended(); }
  friend bool operator!=(const Iterator& a, const Iterator& b) { return a.ended() != b.ended(); }

 private:
  bool ended() const { return from_ == nullptr || from_->at_end(); }

  BlockCharacters* from_;
};

inline BlockCharacters::Iterator BlockCharacters::begin() { return Iterator(this); }
inline BlockCharacters::Iterator BlockCharacters::end() { return Iterator(nullptr); }

}  // namespace evenhand
