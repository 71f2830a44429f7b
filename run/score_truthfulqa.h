#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "report/report_data.h"
#include "run/world.h"
#include "stats/multiple_choice.h"

namespace evenhand {

struct TruthfulScoring {
  std::vector<std::string> logprobs;  // paths: see formats/truthful_logprobs.h
  std::string overlay = {};           // a path: see suites/overlay.h; empty: none
  TieOfMc1 tie = TieOfMc1::lost;
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// Means over questions in [0, 1].
struct TruthfulMeans {
  std::size_t questions = 0;
  Estimate mc1;
  std::optional<Estimate> mc2 = {};  // nullopt: of some question not all true answers are known
  std::optional<Estimate> mc3 = {};
};

struct TruthfulRow {
  ModelId model;
  TruthfulMeans means;
  /// Without the questions that the overlay excludes, where there is one and any are left.
  std::optional<TruthfulMeans> audited = {};
};

struct TruthfulBoard {
  std::vector<TruthfulRow> rows;  // best MC2 first, and those without one last, best MC1 first
  std::vector<std::string> warnings;
  std::map<std::string, std::string> excluded = {};  // by the overlay, why
};

/// TruthfulQA's MC1, MC2 and MC3 from log probabilities of whole answers; calls nobody. An overlay
/// names a row by its id, or as "truthfulqa/id". Errors: what cannot be read, a model in two files,
/// an overlay of which no row is a question, rows without an id beside one.
Result<TruthfulBoard> score_truthfulqa(const TruthfulScoring& scoring, const World& world);

}  // namespace evenhand
