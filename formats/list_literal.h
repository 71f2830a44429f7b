#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// A list of texts as Python prints it, ['a', "b's"], or NumPy, ['a' 'b'], or JSON. nullopt for
/// anything else.
std::optional<std::vector<std::string>> read_list_literal(std::string_view text);

}  // namespace evenhand
