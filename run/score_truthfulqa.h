#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "run/world.h"
#include "stats/bootstrap.h"

namespace evenhand {

struct TruthfulScoring {
  std::vector<std::string> logprobs;  // paths: see formats/truthful_logprobs.h
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// A mean over questions in [0, 1].
struct TruthfulMean {
  double value = 0.0;
  std::optional<Interval> interval = {};
};

struct TruthfulRow {
  ModelId model;
  std::size_t questions = 0;
  TruthfulMean mc1;
  std::optional<TruthfulMean> mc2 = {};  // nullopt: of some question not all true answers are known
  std::optional<TruthfulMean> mc3 = {};
};

/// TruthfulQA's MC1, MC2 and MC3 from log probabilities of whole answers, best MC2 first, and those
/// without one last, best MC1 first; calls nobody. Errors: what cannot be read, a model in two
/// files.
Result<std::vector<TruthfulRow>> score_truthfulqa(const TruthfulScoring& scoring,
                                                  const World& world);

}  // namespace evenhand
