#pragma once

#include <string>

#include "report/diff_data.h"

namespace evenhand {

/// A diff as one page that opens anywhere: the difference, what forbids it, and every question that
/// changed sides with what both said, where the answers were read.
std::string diff_html(const DiffData& diff);

}  // namespace evenhand
