#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

// Letters, digits and blanks are those of all scripts. Requires valid UTF-8.

/// Without blanks at both ends, and every run of them within as one.
std::string collapsed(std::string_view text);

/// Lower case, letter by letter.
std::string folded_case(std::string_view text);

/// The runs of letters, digits and underscores.
std::vector<std::string> words_of(std::string_view text);

/// NFKC, lower case, everything that is neither word nor blank a blank, collapsed.
std::string normalised(std::string_view text);

}  // namespace evenhand
