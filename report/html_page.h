#pragma once

#include <string>
#include <string_view>

#include "report/markup.h"

namespace evenhand {

/// A whole page that opens anywhere with no network: style and script within it, and a policy
/// that lets nothing else in. `title` is untrusted.
std::string html_page(std::string_view title, const Markup& body);

/// What stands before the body of such a page, and behind it: for pages written in parts.
std::string html_page_start(std::string_view title);
std::string html_page_end();

}  // namespace evenhand
