#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "formats/fastchat_results.h"
#include "run/world.h"
#include "stats/bootstrap.h"

namespace evenhand {

enum class MtBenchMode { single, pairwise_baseline, pairwise_all };

struct MtBenchScoring {
  std::vector<std::string> judgments;  // paths of model_judgment/*.jsonl
  MtBenchMode mode = MtBenchMode::single;
  std::string baseline = "gpt-3.5-turbo";  // FastChat's own
  std::string questions;                   // question.jsonl: categories, and how much is expected
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// A model's marks, with intervals resampled by question.
struct MtBenchSingleRow {
  SingleStanding standing;
  std::optional<Interval> first_turn_interval = {};
  std::optional<Interval> second_turn_interval = {};
  std::optional<Interval> average_interval = {};
  std::map<std::string, std::optional<Interval>> category_intervals = {};
  std::size_t expected = 0;  // rows: a turn of a question each
};

/// A model's wins against the baseline, or against all others.
struct MtBenchPairRow {
  PairStanding standing;
  std::optional<Interval> win_rate_adjusted_interval = {};  // resampled by question
};

struct MtBenchBoard {
  std::vector<MtBenchSingleRow> single;  // best first; empty in pair modes
  std::vector<MtBenchPairRow> pairs;
  std::vector<std::string> warnings;
};

/// FastChat's tables from its judgment files; calls nobody.
Result<MtBenchBoard> score_mt_bench(const MtBenchScoring& scoring, const World& world);

}  // namespace evenhand
