#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// What a model said to a question of EQ-Bench: the raw reply, or, in files without it, the
/// intensities that upstream read from it.
struct EqBenchReply {
  std::optional<std::string> raw = {};
  std::map<std::string, double> first_pass = {};  // by label; empty with a raw reply
  std::map<std::string, double> revised = {};
};

/// One run of one model.
struct EqBenchResults {
  ModelId model;
  std::string version;                 // "v1", "v2", as the file has it; empty: it does not say
  std::optional<double> stated_score;  // the file's own
  std::optional<double> stated_parseable;
  std::vector<std::map<QuestionId, EqBenchReply>> iterations;
};

/// Both forms that upstream writes: a published file of one model (results/eq-bench/*.json), and
/// raw_results.json with many runs by their key. Errors with place: what is neither, a run without
/// iterations, a reply that is no text.
Result<std::vector<EqBenchResults>> read_eq_bench_results(const FileSystem& files,
                                                          const std::string& path);

}  // namespace evenhand
