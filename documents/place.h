#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace evenhand {

/// What all places of one file have in common, kept once: a file may hold a million values.
struct Source {
  std::string file;
  std::string contents = {};  // empty where lines are too long to be shown
};

/// Where a value stood. Small; it becomes a SourcePlace, with the line itself and the column in
/// code points, when an error wants to show it.
struct Place {
  std::shared_ptr<const Source> source = {};
  int line = 0;    // from 1; 0: not known
  int column = 0;  // in bytes from 1; 0: not known

  operator SourcePlace() const;  // NOLINT(google-explicit-constructor)
};

/// A place in something that has no lines, such as an argument of the command line.
Place place_in(std::string file);

/// One line of a text, counted from 1; empty where there is no such line. A view into the argument.
std::string_view line_of(std::string_view contents, int line);

/// What can be shown of a line in a message: at most `most` code points; tabs become blanks, so
/// that a caret can stand below.
std::string shown(std::string_view line, std::size_t most);

}  // namespace evenhand
