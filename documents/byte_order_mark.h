#pragma once

#include <string_view>

namespace evenhand {

/// What editors of one system put before UTF-8, and all others trip over.
inline std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

}  // namespace evenhand
