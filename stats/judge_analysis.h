#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// How several votes on one triple become one, and how two such are compared (AlpacaEval's
/// analyze_evaluators): the mode of votes rounded to 1 or 2, hit or miss; the mode or, for other
/// numbers than 1, 1.5 and 2, the median, by absolute distance; the mean, by squared distance.
enum class ScoringRule { zero_one, absolute, squared };

/// One instruction with two outputs, and what judge and people think of them: from 1 (the first is
/// better) to 2 (the second is); 1.5, also written 0, is a draw; nullopt: no vote that can be read.
/// Each triple has the same number of votes of each kind, in the same order of voters.
struct AnalyzedTriple {
  std::vector<std::optional<double>> judge;   // asked several times
  std::vector<std::optional<double>> people;  // empty where the judge is the people themselves
  std::optional<std::size_t> generator = {};  // whose output the second is, numbered from 0
  std::size_t length_1 = 0;                   // code points
  std::size_t length_2 = 0;
  bool has_list_1 = false;
  bool has_list_2 = false;
};

/// A number of analyze_evaluators and its 95 % interval, resampled by triple; nullopt where there
/// is nothing to compute it from.
struct AnalyzedValue {
  std::optional<double> value;
  std::optional<Interval> interval = {};
};

struct JudgeAnalysis {
  AnalyzedValue human_agreement;  // percent: one vote of the judge against all the people's
  AnalyzedValue bias;             // percent: all of the judge's against all the people's, error
  AnalyzedValue variance;         // percent: one of the judge's against its others, error
  AnalyzedValue spearman;         // of generators' win rates, judge's and people's
  AnalyzedValue pearson;
  AnalyzedValue prefers_longer;  // shares, of the judge's first votes
  AnalyzedValue prefers_lists;
  AnalyzedValue prefers_first;  // of all votes
  std::size_t parsed = 0;       // votes that could be read
};

/// Analyses a judge. Where `people` is empty in every triple, `judge` holds the people, who are
/// held against each other: one against the mode of the others, as AlpacaEval does for "humans";
/// their bias is 0. Correlations need more than 100 votes of people on a generator, as there.
/// plan.resamples of 0: no intervals.
JudgeAnalysis analyze_judge(std::span<const AnalyzedTriple> triples, ScoringRule rule,
                            const BootstrapPlan& plan, Rng rng);

}  // namespace evenhand
