#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "run/world.h"
#include "stats/judge_analysis.h"

namespace evenhand {

/// What `evenhand agree alpaca_eval` was told.
struct JudgeAnalysisOrder {
  std::vector<std::string> judge_files;  // a file for each time that the judge was asked, or one
  std::string people_file;               // cross-annotations: several votes a triple
  std::string generators_file;           // votes that name whose output the second is; may be empty
  ScoringRule rule = ScoringRule::absolute;
  std::size_t people = 4;  // votes a triple must have; the first so many count
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

struct AnalyzedJudge {
  std::string name;
  JudgeAnalysis analysis;
  std::optional<double> price = {};    // US dollars for 1,000 examples
  std::optional<double> seconds = {};  // for 1,000 examples
};

struct JudgeAnalysisBoard {
  std::size_t triples = 0;            // with enough votes of people
  std::vector<AnalyzedJudge> judges;  // those of the files, then "humans", then "longest"
  std::vector<std::string> warnings;
};

/// Judges against people, as AlpacaEval's analyze_evaluators computes it, with intervals by triple.
/// Errors: a file that cannot be read strictly, no triple with enough votes, a judge that was asked
/// about none of them.
Result<JudgeAnalysisBoard> agree_alpaca_eval(const JudgeAnalysisOrder& order, const World& world);

}  // namespace evenhand
