#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// The enumerators ("1", "iii", "b") that options name where all of them are lists of such, "I and
/// III", "1, 2, 4", "II only", of one family; empty where they are not. Coordinates, fractions and
/// repeated numbers are no lists.
std::vector<std::string> enumerators_of(const std::vector<std::string>& options);

/// How many of the enumerators a text brings itself: behind its start, a blank or one of ( [ , ; :
/// (and "statement"), before at most one of ) . : | ] - and a blank or a letter.
std::size_t enumerators_in(std::string_view text, const std::vector<std::string>& enumerators);

}  // namespace evenhand
