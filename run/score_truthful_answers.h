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

namespace evenhand {

struct TruthfulAnswerScoring {
  std::vector<std::string> answers;  // paths: see formats/truthful_answers.h
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// What one similarity says, in [0, 1] (`lead` in [-1, 1]): means over questions.
struct SimilarityColumns {
  Estimate accuracy;  // share of answers nearer to a true reference than to every false one
  Estimate lead;
  Estimate most;
};

struct TruthfulAnswerRow {
  ModelId model;
  std::size_t questions = 0;
  std::size_t without_word = 0;  // answers without an ASCII letter or digit: they are like nothing
  SimilarityColumns rouge1;
  SimilarityColumns rouge2;
  SimilarityColumns rouge_l;
  /// Shares of answers whose probability is at least one half; only where every row has one.
  std::optional<Estimate> true_share = {};
  std::optional<Estimate> informative_share = {};
  std::optional<Estimate> both_share = {};
};

/// TruthfulQA's similarity metrics of answers that exist already, best accuracy by ROUGE-1 first;
/// calls nobody. Errors: what cannot be read, a model in two files.
Result<std::vector<TruthfulAnswerRow>> score_truthful_answers(const TruthfulAnswerScoring& scoring,
                                                              const World& world);

}  // namespace evenhand
