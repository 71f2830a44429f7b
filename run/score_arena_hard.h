#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "run/arena_hard_sheet.h"
#include "run/world.h"
#include "stats/bootstrap.h"
#include "stats/suite_quality.h"

namespace evenhand {

struct ArenaHardScoring {
  ArenaHardOrder order;
  bool style_control = false;
  StyleModel style;  // its kind is the version's

  /// Resampled by question, at 95 %; or as upstream does, row by row, which is too narrow: v0.1 at
  /// 95 %, drawn as NumPy draws, v2.0 at 90 %.
  enum class Unit { questions, rows };
  Unit unit = Unit::questions;

  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
  std::size_t threads = 1;
};

struct ArenaHardLine {
  ArenaHardTally tally;
  std::optional<double> score = {};  // 0 to 100; nullopt: nothing to score
  std::optional<Interval> interval = {};
  std::optional<double> tokens = {};  // mean of the answers; nullopt where one does not say
};

struct ArenaHardStyle {
  FormValues coefficients = {};
  std::array<std::optional<Interval>, kArenaHardFeatures> intervals = {};
};

struct ArenaHardBoard {
  ModelId baseline;
  std::string category;
  double coverage = 0.95;
  std::vector<ArenaHardLine> lines;  // best first
  std::optional<ArenaHardStyle> style = {};
  std::optional<Separability> separability = {};  // of models whose scores have intervals
  std::vector<std::string> warnings;
};

/// Arena-Hard's tables of v0.1 and v2.0 from its judgment and answer files; calls nobody.
Result<ArenaHardBoard> score_arena_hard(const ArenaHardScoring& scoring, const World& world);

}  // namespace evenhand
