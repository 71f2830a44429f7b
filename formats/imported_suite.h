#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/ids.h"

namespace evenhand {

/// The contents of a suite's folder, made from another tool's files.
struct ImportedSuite {
  std::map<std::string, std::string> files;  // relative name to contents
  std::size_t questions = 0;
  ModelId baseline = {};  // empty: none
  std::vector<std::string> remarks;
};

}  // namespace evenhand
