#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "formats/eq_bench_questions.h"
#include "formats/eq_bench_results.h"
#include "judge/emotion_score.h"
#include "run/world.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// Version 1 asks for shares that sum to 10, version 2 for intensities.
enum class EqBenchVersion { v1, v2 };

struct EqBenchScoring {
  std::vector<std::string> results;                 // paths
  std::string questions;                            // with the keys; empty: only stated scores
  std::optional<EqBenchVersion> version = {};       // else what each file says, else 2
  DistanceOfFive at_five = DistanceOfFive::linear;  // as published
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

struct EqBenchRow {
  ModelId model;
  EqBenchVersion version = EqBenchVersion::v2;
  /// 100 is perfect; nullopt where too few questions can be read: the run failed.
  std::optional<double> score = {};
  std::optional<Interval> score_interval = {};  // resampled by question
  std::optional<double> standard_error = {};
  double parseable = 0.0;  // questions with a pass that can be read; the mean over iterations
  bool revised = false;    // the revised pass counts in at least one iteration
  std::size_t iterations = 0;
  std::size_t expected = 0;  // replies: questions times iterations
  std::size_t judged = 0;    // those that can be read
  std::size_t unparsed = 0;  // replies that cannot; the rest is missing
};

struct EqBenchBoard {
  std::vector<EqBenchRow> rows;  // best first
  std::vector<std::string> warnings;
};

/// One model's scores from replies that are in memory; adds to the board and its warnings. Requires
/// questions with keys of the version that the results say.
void score_eq_bench_replies(const std::vector<EqBenchQuestion>& questions,
                            const EqBenchResults& results, const EqBenchScoring& scoring,
                            EqBenchBoard& board);

/// EQ-Bench's scores from the replies in its result files; calls nobody.
Result<EqBenchBoard> score_eq_bench(const EqBenchScoring& scoring, const World& world);

}  // namespace evenhand
