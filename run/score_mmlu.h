#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "run/world.h"
#include "stats/choice_means.h"

namespace evenhand {

struct MmluScoring {
  std::vector<std::string> predictions;  // paths: see formats/mmlu_predictions.h
  std::string overlay = {};              // a path: see suites/overlay.h; empty: none
  MmluCategories sorting = MmluCategories::hendrycks;
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

struct MmluSubjectRow {
  std::string subject;
  std::size_t questions = 0;
  std::size_t right = 0;
  std::size_t invalid = 0;
  double accuracy = 0.0;  // invalid replies are wrong
  std::optional<double> standard_error = {};
  std::optional<Interval> interval = {};
};

struct MmluRow {
  ModelId model;
  ChoiceMeans means;  // invalid replies are wrong
  std::size_t invalid = 0;
  std::vector<MmluSubjectRow> subjects;  // by name
  /// Without the questions that the overlay excludes, where there is one and any are left.
  std::optional<ChoiceMeans> audited = {};
  std::size_t audited_invalid = 0;
};

struct MmluBoard {
  std::vector<MmluRow> rows;  // best micro first
  std::vector<std::string> warnings;
  std::map<std::string, std::string> excluded = {};  // by the overlay, why
};

/// Accuracies on MMLU from predictions that exist already; calls nobody. Errors: what cannot be
/// read, a model in two files, an overlay of which no row is a question.
Result<MmluBoard> score_mmlu(const MmluScoring& scoring, const World& world);

}  // namespace evenhand
