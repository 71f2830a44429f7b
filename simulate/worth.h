#pragma once

#include <string>
#include <string_view>

namespace evenhand {

/// The last line of a simulated answer: "(simulated answer, worth +0.42)". Visible on purpose:
/// nobody shall take a simulated answer for a real one.
std::string worth_marker(double worth);

/// The number in the last marker of the text. A text without one comes from elsewhere and gets a
/// worth of its own, standard normal and decided by its letters alone.
double worth_of(std::string_view answer);

/// The text with its last marker's line cut out.
std::string without_marker(std::string_view answer);

}  // namespace evenhand
