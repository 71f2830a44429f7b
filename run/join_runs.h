#pragma once

#include <string>
#include <vector>

#include "report/joint_board.h"
#include "run/results_board.h"

namespace evenhand {

/// Puts several finished runs into one table. Runs that can be compared (mismatches_of() forbids
/// nothing) share a column, others do not; a model is found again in other columns by its name.
/// `field` is the number that is shown, such as "length_controlled_win_rate"; empty: each run's
/// headline. Errors: no row has the field.
Result<JointBoard> join_runs(const std::vector<ResultsBoard>& boards, const std::string& field);

/// A results folder, or a file that `evenhand score --json` printed.
Result<ResultsBoard> read_any_board(const FileSystem& files, const std::string& path);

}  // namespace evenhand
