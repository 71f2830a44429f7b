#pragma once

#include <vector>

#include "report/diff_data.h"
#include "run/results_board.h"

namespace evenhand {

/// What two finished runs do not have in common, of what decides their numbers; nothing where they
/// can be compared like one run. Names of candidates are no such thing.
std::vector<Mismatch> mismatches_of(const ResultsBoard& a, const ResultsBoard& b);

}  // namespace evenhand
