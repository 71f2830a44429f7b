#include "stats/position.h"

#include <map>
#include <tuple>

namespace evenhand {
namespace {

enum class Outcome { loss, tie, win };

std::optional<Outcome> outcome_of(const Verdict& verdict) {
  if (verdict.failure || verdict.by_rule || !verdict.ruling) return std::nullopt;
  const auto* preference = std::get_if<Preference>(&*verdict.ruling);
  if (preference == nullptr) return std::nullopt;
  if (preference->candidate_share > 0.5) return Outcome::win;
  return preference->candidate_share < 0.5 ? Outcome::loss : Outcome::tie;
}

/// Question, candidate, baseline, judge, turn, repeat, sample.
using PairKey = std::tuple<QuestionId, ModelId, ModelId, ModelId, int, int, int>;

struct Pair {
  std::optional<Outcome> candidate_first;
  std::optional<Outcome> baseline_first;
};

using Pairs = std::map<PairKey, Pair>;

template <class Concerns>
Pairs pairs_of(std::span<const Verdict> verdicts, const Concerns& concerns) {
  Pairs pairs;
  for (const Verdict& verdict : verdicts) {
    const Game& game = verdict.game;
    if (!game.baseline || !concerns(game)) continue;
    Pair& pair = pairs[{game.question, game.candidate, *game.baseline, game.judge, game.turn,
                        game.repeat, game.sample}];
    (game.seating == Seating::candidate_first ? pair.candidate_first : pair.baseline_first) =
        outcome_of(verdict);
  }
  return pairs;
}

struct Tally {
  int pairs = 0;
  int consistent = 0;
};

PositionEffect effect_of(const Pairs& pairs, std::span<const QuestionId> questions) {
  PositionEffect effect;
  std::map<QuestionId, Tally> by_question;
  for (const auto& [key, pair] : pairs) {
    if (!pair.candidate_first || !pair.baseline_first) continue;
    const bool consistent = *pair.candidate_first == *pair.baseline_first;
    Tally& tally = by_question[std::get<0>(key)];
    ++tally.pairs;
    ++effect.pairs;
    if (consistent) {
      ++tally.consistent;
      ++effect.consistent;
    } else if (*pair.candidate_first == Outcome::win && *pair.baseline_first == Outcome::loss) {
      ++effect.first_seat;
    } else if (*pair.candidate_first == Outcome::loss && *pair.baseline_first == Outcome::win) {
      ++effect.second_seat;
    }
  }
  for (const QuestionId& question : questions) {
    const auto tally = by_question.find(question);
    std::optional<double> share;
    if (tally != by_question.end()) {
      share = static_cast<double>(tally->second.consistent) / tally->second.pairs;
    }
    effect.consistency.push_back(share);
  }
  return effect;
}

}  // namespace

std::optional<double> PositionEffect::first_seat_share() const {
  const std::size_t decided = first_seat + second_seat;
  if (decided == 0) return std::nullopt;
  return static_cast<double>(first_seat) / static_cast<double>(decided);
}

PositionEffect position_effect(std::span<const Verdict> verdicts, const ModelId& candidate,
                               std::span<const QuestionId> questions) {
  const auto concerns = [&](const Game& game) {
    return game.candidate == candidate || *game.baseline == candidate;
  };
  return effect_of(pairs_of(verdicts, concerns), questions);
}

PositionEffect position_effect_of_judge(std::span<const Verdict> verdicts, const ModelId& judge,
                                        std::span<const QuestionId> questions) {
  return effect_of(pairs_of(verdicts, [&](const Game& game) { return game.judge == judge; }),
                   questions);
}

}  // namespace evenhand
