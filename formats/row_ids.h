#pragma once

#include <set>
#include <string>
#include <utility>

#include "base/result.h"
#include "documents/node.h"

namespace evenhand {

/// What rows of a file are called, so that no question counts twice.
class RowIds {
 public:
  /// The row's `id`, `question_id` or `doc_id`, the first that is there; empty where it has none.
  /// Errors with place: it is no scalar, another row of that model has it.
  Result<std::string> take(const Node& row, const std::string& model);

 private:
  std::set<std::pair<std::string, std::string>> seen_;  // models and ids
};

}  // namespace evenhand
