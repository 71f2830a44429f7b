#pragma once

#include <string>
#include <string_view>

namespace evenhand {

/// The text as a part of a URL: everything but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace evenhand
