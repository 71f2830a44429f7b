#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "report/report_data.h"
#include "run/world.h"

namespace evenhand {

struct EqBench3Scoring {
  std::vector<std::string> results;  // paths: see formats/eq_bench3_results.h
  /// Two models and the ratings they shall have; ratings are raw where not both
  /// met somebody, or where comparisons put them the other way round.
  std::pair<ModelId, double> high_anchor = {{"o3"}, 1500.0};
  std::pair<ModelId, double> low_anchor = {{"meta-llama/llama-3.2-1b-instruct"}, 200.0};
  std::size_t window = 16;  // comparisons of models farther apart in rank do not count; 0: all do
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

struct EqBench3Row {
  ModelId model;
  std::optional<Estimate> rubric = {};          // 0 to 20: the mean over scenarios
  std::map<std::string, double> criteria = {};  // mean points of each, those that do not count too
  std::size_t tasks = 0;
  std::size_t scored_tasks = 0;
  std::optional<Estimate> rating = {};             // resampled by scenario
  std::optional<Interval> upstream_interval = {};  // rating -+ 1.96 deviations of five-bin games
  std::size_t comparisons = 0;                     // judgements that it is in
};

struct EqBench3Board {
  std::vector<EqBench3Row> rows;  // best rating first, then best rubric
  bool anchored = false;
  std::vector<std::string> warnings;
};

/// EQ-Bench 3's two scores from its judges' marks; calls nobody. Errors: what cannot be read, files
/// without any task or comparison.
Result<EqBench3Board> score_eq_bench3(const EqBench3Scoring& scoring, const World& world);

}  // namespace evenhand
