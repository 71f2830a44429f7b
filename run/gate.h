#pragma once

#include <string>
#include <vector>

#include "report/gate_data.h"
#include "run/diff_runs.h"
#include "run/results_folder.h"

namespace evenhand {

/// What a run must hold, and which of its candidates.
struct GateOptions {
  enum class Incomparable { refuse, allow };

  std::vector<std::string> requirements;  // at least one
  std::vector<std::string> candidates;    // empty: all
  std::string against_candidate;          // empty: the one of the same name, or the only one
  Incomparable incomparable = Incomparable::refuse;
  DiffOptions diff = {};
};

/// Holds every candidate against every requirement. Fields are the numbers of the candidate's row
/// (see ResultsRow), `coverage.judged_share` and `coverage.unreadable_share`, and, with `against`,
/// `diff` and what belongs to it: the candidate minus the one it is compared with. A field without
/// a number meets nothing.
///
/// `against` may be the run itself, with the name of another candidate, and nullptr for none.
/// Errors: a requirement that cannot be read, a field that no such run has, a fraction compared
/// with more than 1, a `diff` of runs that cannot be compared.
Result<GateData> gate_run(const ResultsFolder& results, const ResultsFolder* against,
                          const GateOptions& options);

}  // namespace evenhand
