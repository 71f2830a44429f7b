#pragma once

#include <string>

#include "documents/node.h"

namespace evenhand {

/// Sets one value of a document: "candidates.0.params.temperature=0.2". A number picks the entry of
/// a list; keys of maps that are missing are made. What stands behind the first '=' is read as
/// YAML, so "judges.0.params={temperature: 0}" works too. Errors name the step that leads nowhere.
Result<void> apply_override(Node& root, const std::string& assignment);

}  // namespace evenhand
