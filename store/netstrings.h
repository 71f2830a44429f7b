#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// "5:hello,0:," for {"hello", ""}: any bytes, read back exactly, and still legible.
std::string netstrings(std::span<const std::string> fields);

/// nullopt when the text is not a sequence of whole netstrings.
std::optional<std::vector<std::string>> read_netstrings(std::string_view text);

}  // namespace evenhand
