#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/diff_data.h"
#include "run/results_folder.h"

namespace evenhand {

/// Who is compared with whom, and how.
struct DiffOptions {
  /// By name: A's, then B's. Both empty: every candidate that both runs have.
  std::string candidate_a;
  std::string candidate_b;
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;
};

/// Compares B with A, question by question: all differences are B minus A. A and B may be one and
/// the same, for two of its candidates. Errors: candidates that do not exist or that nobody named,
/// win rates against grades, no question in common.
Result<DiffData> diff_runs(const ResultsFolder& a, const ResultsFolder& b,
                           const DiffOptions& options);

/// Reads what both said, for who wants to see it beside the scores; and what was asked, where
/// B's run.resolved.yaml leads to a suite that is still there.
Result<void> add_answers(DiffData& diff, const FileSystem& files);

}  // namespace evenhand
