#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// What a judge gave a model's part in one scenario, by criteria.
struct EqBench3Task {
  ModelId model;
  QuestionId scenario;
  std::string iteration;
  std::map<std::string, double> points;  // empty: not judged, or not to be read
  std::size_t numberless = 0;            // marks without a number in them
};

/// What a judge said of two models in one scenario, in the order in which it read them.
struct EqBench3Comparison {
  ModelId first;  // shown as A0493
  ModelId second;
  QuestionId scenario;
  std::string iteration;
  std::vector<std::pair<std::string, std::string>> verdicts;  // criterion, "A0493++"
};

struct EqBench3Results {
  std::vector<EqBench3Task> tasks;
  std::vector<EqBench3Comparison> comparisons;
  std::size_t failed_comparisons = 0;  // that upstream noted as errors
};

/// Either file of EQ-Bench 3: its runs ({key: {model_name, scenario_tasks: {iteration: {scenario:
/// {rubric_scores}}}}}), or its comparisons ({"__metadata__": {global_pairwise_comparisons:
/// [...]}}). A point may be a text with a number in it. Errors with place: neither of these, a
/// comparison without models, scenario or order.
Result<EqBench3Results> read_eq_bench3_results(const FileSystem& files, const std::string& path);

}  // namespace evenhand
