#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace evenhand {

/// A question with options to choose from, as it stood in a file; without options, an open one.
struct ChoiceItem {
  std::string id;       // "subject/row" with rows counted from 0, or the file's own
  std::string subject;  // empty where the file has none and its name says none
  std::string question;
  std::vector<std::string> options;  // in full, blanks at their ends too
  std::optional<std::size_t> gold;   // counted from 0; may lie outside of the options
  std::string gold_as_given;
  SourcePlace place = {};
};

}  // namespace evenhand
