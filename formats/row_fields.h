#pragma once

#include <string>
#include <string_view>

#include "documents/node.h"

namespace evenhand {

// Fields of the rows that other tools write. `what` is what errors call a row: "a vote needs
// 'winner'".

Result<const Node*> required(const Node& row, std::string_view field, std::string_view what);

Result<std::string> required_text(const Node& row, std::string_view field, std::string_view what);

/// Of a field that older files call otherwise.
Result<std::string> renamed_text(const Node& row, std::string_view field,
                                 std::string_view old_field, std::string_view what);

/// Empty where the field is absent or null.
Result<std::string> text_or_empty(const Node& row, std::string_view field);

}  // namespace evenhand
