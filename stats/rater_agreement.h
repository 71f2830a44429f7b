#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/agreement.h"
#include "stats/bootstrap.h"
#include "stats/score_games.h"

namespace evenhand {

/// What two raters said of the same thing. Preferences lie in [0, 1] and count as won, tied (0.5)
/// or lost; grades are their own labels.
struct MarkPair {
  std::size_t question = 0;  // things of one question are resampled together
  double first = 0.0;
  double second = 0.0;
};

enum class MarkSort { preference, grade };

/// A number and its 95 % interval, resampled by question; nullopt where it cannot be computed.
struct RatedValue {
  std::optional<double> value = {};
  std::optional<Interval> interval = {};
};

struct RaterAgreement {
  std::size_t questions = 0;  // with something that both marked
  std::size_t compared = 0;
  std::size_t decided = 0;  // neither said tie; preferences only
  RatedValue share;         // of the same label
  RatedValue decided_share;
  RatedValue kappa;            // Cohen's
  RatedValue pearson;          // grades only
  RatedValue mean_difference;  // first minus second; grades only, without interval
};

/// Requires questions below `questions`. Intervals of shares treat the mean over questions;
/// plan.resamples of 0: no intervals.
RaterAgreement rater_agreement(std::span<const MarkPair> pairs, MarkSort sort,
                               const BootstrapPlan& plan, Rng rng);

/// All marks that one thing got.
struct MarkedThing {
  std::size_t question = 0;
  std::vector<double> marks;
};

/// Krippendorff's alpha: nominal for preferences, interval for grades; see krippendorff_alpha().
RatedValue raters_alpha(std::span<const MarkedThing> things, MarkSort sort,
                        const BootstrapPlan& plan, Rng rng);

struct BoardAgreement {
  std::size_t candidates = 0;  // that both scored; correlations need three
  RatedValue spearman;
  RatedValue kendall;
};

/// Correlates two raters' mean scores of the same candidates: a list of scores by question for
/// each.
BoardAgreement board_agreement(std::span<const QuestionScores> first,
                               std::span<const QuestionScores> second, const BootstrapPlan& plan,
                               Rng rng);

}  // namespace evenhand
