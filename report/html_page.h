#pragma once

#include <string>
#include <string_view>

#include "report/markup.h"

namespace evenhand {

/// A whole page that opens anywhere with no network: style and script within it, and a policy
/// that lets nothing else in. `title` is untrusted.
std::string html_page(std::string_view title, const Markup& body);

}  // namespace evenhand
