#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "report/markup.h"

namespace evenhand {

/// Markdown (CommonMark with tables and strikethrough) as HTML. Tags in the text stay text,
/// pictures are named but never loaded, links lead to http, https and mailto only; headings become
/// paragraphs, so that they do not mix with the page's own.
///
/// nullopt where that would take more than `most` bytes, or nest deeper than a browser should bear.
std::optional<Markup> markdown_html(std::string_view untrusted, std::size_t most);

}  // namespace evenhand
