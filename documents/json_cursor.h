#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "base/error.h"

namespace evenhand {

// Models' and tools' files nest less than ten levels.
inline constexpr std::size_t kMaxJsonDepth = 128;

/// How far the parser has read.
struct Cursor {
  std::string_view contents;
  std::size_t read = 0;
  int line = 1;

  bool just_ended_a_line() const { return read > 0 && contents[read - 1] == '\n'; }

  /// The line of a number that was just read. The parser sees its end by the character after it.
  int line_of_number() const { return just_ended_a_line() ? line - 1 : line; }
};

/// What the parser reads from where lines are to be counted. Its copies of this move one cursor
/// together.
class TrackingIterator {
 public:
  // NOLINTBEGIN(readability-identifier-naming): the standard's names
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  TrackingIterator(const char* at, Cursor* cursor) : at_(at), cursor_(cursor) {}

  const char& operator*() const { return *at_; }
  TrackingIterator& operator++() {
    if (*at_ == '\n') ++cursor_->line;
    ++at_;
    ++cursor_->read;
    return *this;
  }
  friend bool operator==(const TrackingIterator& a, const TrackingIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const TrackingIterator& a, const TrackingIterator& b) {
    return a.at_ != b.at_;
  }

 private:
  const char* at_;
  Cursor* cursor_;
};

/// The parser's own words for what is wrong, without its codes and its copy of what it read, which
/// may be the whole file.
std::string json_syntax_error(std::string_view words);

/// The parser takes a NUL byte for the end of its input and says nothing of what follows. No JSON
/// has one, so readers look for it themselves.
bool has_nul_byte(std::string_view text);

/// What is said of it.
Error nul_byte_in(const std::string& file, int line);

}  // namespace evenhand
