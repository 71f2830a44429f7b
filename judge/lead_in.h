#pragma once

#include <string_view>

namespace evenhand {

/// May these words stand before a verdict on its line, such as "**Final verdict:** " or
/// "Overall B is better. "? Not when they deny or report it: "I would not give ".
bool may_lead_in(std::string_view words);

/// Without emphasis, quotation marks and the like at both ends.
std::string_view undecorated(std::string_view text);

}  // namespace evenhand
