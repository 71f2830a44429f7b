#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace evenhand {

/// What is to be written for another tool, and what it has no place for.
struct ExportedFile {
  std::string contents;
  std::size_t rows = 0;
  std::vector<std::string> remarks = {};  // sentences, with counts
};

}  // namespace evenhand
