#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "base/file_system.h"

namespace evenhand {

/// The characters of a file that comes in blocks, for a parser that asks for one after the other;
/// no more than a block is held. Where they break off early they end, and the parser says what is
/// missing, or nothing: ask first whether `failure`, `is_too_long` or `met_nul_byte` is why.
class BlockCharacters {
 public:
  /// A record of more than `longest` characters breaks off.
  BlockCharacters(BlockSource& blocks, std::size_t longest)
      : blocks_(blocks), longest_(longest), room_(longest) {
    take_block();
  }
  BlockCharacters(const BlockCharacters&) = delete;
  BlockCharacters& operator=(const BlockCharacters&) = delete;

  /// Of the character that comes next.
  int line() const { return line_; }
  bool is_too_long() const { return is_too_long_; }
  const std::optional<Error>& failure() const { return failure_; }
  /// Characters end before the first NUL byte: parsers take it for the end of a whole file.
  bool met_nul_byte() const { return has_nul_byte_ && at_end() && !is_too_long_; }

  /// A record begins, or the last one has ended.
  void mark() {
    room_ = longest_;
    is_too_long_ = false;
    set_stop();
    if (at_end()) take_block();
  }

  class Iterator;
  Iterator begin();
  Iterator end();

 private:
  bool at_end() const { return at_ == stop_; }

  // For each character of the file: nothing here that can wait until stop_.
  void advance() {
    if (*at_ == '\n' && line_ < std::numeric_limits<int>::max()) ++line_;
    if (++at_ == stop_) go_on();
  }

  void go_on() {
    is_too_long_ = room_ == 0;
    if (!is_too_long_) take_block();
  }

  void take_block() {
    const std::string_view block = next_block();
    const std::size_t nul = block.find('\0');
    has_nul_byte_ = has_nul_byte_ || nul != std::string_view::npos;
    at_ = block.data();
    end_ = at_ + std::min(nul, block.size());
    set_stop();
  }

  std::string_view next_block() {
    if (has_nul_byte_) return {};
    auto next = blocks_.next();
    if (!next) failure_ = std::move(next.error());
    return next ? *next : std::string_view();
  }

  void set_stop() {
    const std::size_t size = std::min(static_cast<std::size_t>(end_ - at_), room_);
    stop_ = at_ + size;
    room_ -= size;
  }

  BlockSource& blocks_;
  std::size_t longest_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;   // of the block
  const char* stop_ = nullptr;  // there, or where the record has become too long
  std::size_t room_;            // of the record behind stop_
  int line_ = 1;
  bool is_too_long_ = false;
  bool has_nul_byte_ = false;  // in this block, and nothing is read behind it
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

  const char& operator*() const { return *from_->at_; }
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
