#pragma once

#include <string>
#include <string_view>

#include "report/markup.h"

namespace evenhand {

/// Untrusted text for a line of Markdown: nothing in it is markup, neither Markdown's nor HTML's,
/// and it stays on its line and in its cell of a table.
std::string markdown_text(std::string_view untrusted);

/// A table: the first row names the columns. Cells are untrusted.
std::string markdown_table(const TextTable& rows);

}  // namespace evenhand
