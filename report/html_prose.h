#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

inline constexpr std::size_t kWhole = std::numeric_limits<std::size_t>::max();

/// How texts are shown: beyond `limit` bytes of HTML they are cut, and a note says how much is left
/// out.
struct ProseStyle {
  TextView view = TextView::plain;
  std::size_t limit = kWhole;
};

/// What somebody said, with its line ends. Markdown that cannot be shown within the limit is plain.
Markup prose(std::string_view untrusted, ProseStyle style = {});

/// The same behind a fold; nothing where there is no text.
Markup folded_prose(Tag title, std::string_view untrusted, ProseStyle style);

/// Bytes that `prose` takes up without a limit, about.
std::size_t prose_size(std::string_view untrusted, TextView view);

}  // namespace evenhand
