#pragma once

#include <string>

namespace evenhand {

/// The rules that colour drawings within a page, light and dark by the reader's preference. The
/// colours of series are told apart by people with any of the common colour blindnesses (after
/// Okabe and Ito), and have at least 3 : 1 against their ground in both themes.
std::string chart_style();

/// The same for a drawing in a file of its own. It names no variables, which programs other than
/// browsers do not know.
std::string chart_style_alone();

}  // namespace evenhand
