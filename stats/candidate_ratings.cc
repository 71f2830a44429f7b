#include "stats/candidate_ratings.h"

#include <cmath>
#include <utility>

#include "stats/bradley_terry.h"
#include "stats/style_control.h"

namespace evenhand {
namespace {

/// Battles under those weights of the questions.
std::vector<CountedBattle> weighed(std::span<const PairScores> pairs,
                                   std::span<const double> weights) {
  std::vector<CountedBattle> battles;
  for (const PairScores& pair : pairs) {
    double met = 0.0;
    double scored = 0.0;
    for (std::size_t q = 0; q < weights.size(); ++q) {
      if (!pair.scores[q]) continue;
      met += weights[q];
      scored += weights[q] * *pair.scores[q];
    }
    battles.push_back({pair.first, pair.second, 1.0, scored});
    battles.push_back({pair.first, pair.second, 0.0, met - scored});
  }
  return battles;
}

/// The strengths, then the differences of all pairs (low, high) in order, on the Elo scale.
std::vector<std::optional<double>> with_differences(const std::vector<double>& strengths) {
  std::vector<std::optional<double>> values;
  for (const double strength : strengths) values.emplace_back(elo_of(strength));
  for (std::size_t a = 0; a < strengths.size(); ++a) {
    for (std::size_t b = a + 1; b < strengths.size(); ++b) {
      values.emplace_back(strengths[a] - strengths[b]);
    }
  }
  return values;
}

std::vector<double> drawn_weights(std::size_t questions, Rng& rng) {
  std::vector<double> weights(questions);
  for (double& weight : weights) weight = -std::log1p(-rng.uniform());
  return weights;
}

void settle_ranks(std::span<const std::optional<Interval>> differences,
                  std::vector<CandidateRating>& ratings) {
  for (CandidateRating& rating : ratings) rating.rank_high = ratings.size();
  std::size_t next = 0;
  for (std::size_t a = 0; a < ratings.size(); ++a) {
    for (std::size_t b = a + 1; b < ratings.size(); ++b) {
      const std::optional<Interval>& difference = differences[next++];
      if (!difference || (difference->low <= 0.0 && difference->high >= 0.0)) continue;
      auto [better, worse] = std::pair(a, b);
      if (difference->high < 0.0) std::swap(better, worse);
      ++ratings[worse].rank_low;
      --ratings[better].rank_high;
    }
  }
}

// Strengths are to be those of rate_candidates() where length has no say.
constexpr double kNoPenalty = 0.0;

/// Each score as a battle, and the question that it is from. Each is there from either side: so the
/// mean difference in length is zero, and strengths are those at a difference of zero, whichever
/// candidate was listed first.
struct MeetingsOfLength {
  std::vector<StyledBattle> battles;
  std::vector<std::size_t> questions;
};

MeetingsOfLength meetings_of(std::span<const PairScores> pairs,
                             std::span<const std::vector<double>> lengths) {
  MeetingsOfLength meetings;
  for (const PairScores& pair : pairs) {
    for (std::size_t q = 0; q < pair.scores.size(); ++q) {
      if (!pair.scores[q]) continue;
      StyledBattle battle{.a = static_cast<std::uint32_t>(pair.first),
                          .b = static_cast<std::uint32_t>(pair.second),
                          .share_a = *pair.scores[q]};
      battle.form_a[0] = lengths[pair.first][q];
      battle.form_b[0] = lengths[pair.second][q];
      meetings.battles.push_back(battle);
      std::swap(battle.a, battle.b);
      std::swap(battle.form_a, battle.form_b);
      battle.share_a = 1.0 - battle.share_a;
      meetings.battles.push_back(battle);
      meetings.questions.insert(meetings.questions.end(), 2, q);
    }
  }
  return meetings;
}

}  // namespace

std::optional<std::vector<CandidateRating>> rate_candidates(std::span<const PairScores> pairs,
                                                            std::size_t candidates,
                                                            const BootstrapPlan& plan, Rng rng) {
  const std::size_t questions = pairs.empty() ? 0 : pairs.front().scores.size();
  const std::vector<double> even(questions, 1.0);
  const auto fit = fit_bradley_terry(weighed(pairs, even), candidates);
  if (!fit) return std::nullopt;

  const auto draw = [&](Rng own) {
    const auto refit = fit_bradley_terry(weighed(pairs, drawn_weights(questions, own)), candidates);
    return refit ? with_differences(refit->strengths)
                 : std::vector<std::optional<double>>(candidates * (candidates + 1) / 2);
  };
  const auto intervals = resampled_intervals(questions, plan, rng, draw);
  std::vector<CandidateRating> ratings;
  for (std::size_t c = 0; c < candidates; ++c) {
    ratings.push_back({.rating = elo_of(fit->strengths[c]), .interval = intervals[c]});
  }
  settle_ranks(std::span(intervals).subspan(candidates), ratings);
  return ratings;
}

std::optional<std::vector<CandidateRating>> rate_candidates_at_equal_length(
    std::span<const PairScores> pairs, std::span<const std::vector<double>> lengths,
    const BootstrapPlan& plan, Rng rng) {
  const MeetingsOfLength meetings = meetings_of(pairs, lengths);
  constexpr FormMask kLengthOnly = {true, false, false, false};
  const auto fit = fit_style_control(meetings.battles, lengths.size(), kLengthOnly, kNoPenalty);
  if (!fit || !fit->coefficients[0]) return std::nullopt;
  const std::size_t questions = lengths.front().size();
  const auto draw = [&](Rng own) {
    const std::vector<double> of_questions = drawn_weights(questions, own);
    std::vector<double> weights;
    for (const std::size_t question : meetings.questions) {
      weights.push_back(of_questions[question]);
    }
    std::vector<std::optional<double>> ratings;
    const std::vector<double> values =
        refit_style_control(meetings.battles, *fit, kNoPenalty, weights);
    for (std::size_t c = 0; c < lengths.size(); ++c) ratings.emplace_back(elo_of(values[c]));
    return ratings;
  };
  const auto intervals = resampled_intervals(questions, plan, rng, draw);
  std::vector<CandidateRating> ratings;
  for (std::size_t c = 0; c < lengths.size(); ++c) {
    ratings.push_back({.rating = elo_of(fit->strengths[c]),
                       .interval = intervals[c],
                       .rank_high = lengths.size()});
  }
  return ratings;
}

}  // namespace evenhand
