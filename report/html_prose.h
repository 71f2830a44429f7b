#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

#include "report/markup.h"

namespace evenhand {

inline constexpr std::size_t kWhole = std::numeric_limits<std::size_t>::max();

/// What somebody said, with its line ends. Beyond `limit` bytes of HTML it is cut, and a note says
/// how much is left out.
Markup prose(std::string_view untrusted, std::size_t limit = kWhole);

/// The same behind a fold; nothing where there is no text.
Markup folded_prose(Tag title, std::string_view untrusted, std::size_t limit);

}  // namespace evenhand
