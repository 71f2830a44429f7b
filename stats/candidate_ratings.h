#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"
#include "stats/score_games.h"

namespace evenhand {

/// Two candidates that met, and the first one's score in [0, 1] on each question; nullopt where
/// they did not meet, or without a readable verdict.
struct PairScores {
  std::size_t first = 0;
  std::size_t second = 0;
  QuestionScores scores;
};

struct CandidateRating {
  double rating = 0.0;  // on the Elo scale; the mean over candidates is 1000
  std::optional<Interval> interval = {};
  /// One more than the candidates that are better beyond doubt, and the number of candidates less
  /// those that are worse beyond doubt: the 95 % interval of the difference leaves out zero.
  std::size_t rank_low = 1;
  std::size_t rank_high = 1;
};

/// Bradley-Terry ratings of candidates that met each other on the same questions: a score is a
/// battle with a share for each. The unit is the question: every resample weighs questions by
/// Dirichlet(1, ..., 1), so that no resample loses the one game that keeps candidates comparable,
/// and fits everything again. nullopt where ratings do not exist: fewer than two candidates, one
/// that scored nothing against the rest or everything, or groups that never met.
/// Requires scores of equally many questions.
std::optional<std::vector<CandidateRating>> rate_candidates(std::span<const PairScores> pairs,
                                                            std::size_t candidates,
                                                            const BootstrapPlan& plan, Rng rng);

/// The same at equal length: a Bradley-Terry fit with the normalised difference of the two answers'
/// lengths beside the strengths, as Chatbot Arena's style control has it, but without its penalty.
/// `lengths[candidate][question]` in code points. nullopt where rate_candidates() has no value and
/// where lengths never differ. Ranks are not given: they stay 1 to the number of candidates.
std::optional<std::vector<CandidateRating>> rate_candidates_at_equal_length(
    std::span<const PairScores> pairs, std::span<const std::vector<double>> lengths,
    const BootstrapPlan& plan, Rng rng);

}  // namespace evenhand
