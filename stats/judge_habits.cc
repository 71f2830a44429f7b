#include "stats/judge_habits.h"

#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "stats/agreement.h"

namespace evenhand {
namespace {

struct Share {
  std::size_t part = 0;
  std::size_t whole = 0;
};

using Shares = std::map<QuestionId, Share>;

QuestionScores scores_of(const Shares& shares, std::span<const QuestionId> questions) {
  QuestionScores scores;
  for (const QuestionId& question : questions) {
    const auto found = shares.find(question);
    scores.push_back(found == shares.end()
                         ? std::nullopt
                         : std::optional(static_cast<double>(found->second.part) /
                                         static_cast<double>(found->second.whole)));
  }
  return scores;
}

/// Equal rulings, equal labels: 0, 1 or 2 for who won; grades in tenths of points.
std::optional<int> label_of(const Verdict& verdict) {
  if (verdict.by_rule || !verdict.ruling) return std::nullopt;
  if (const auto* grade = std::get_if<Grade>(&*verdict.ruling)) {
    return static_cast<int>(std::lround(grade->points * 10.0));
  }
  const auto* preference = std::get_if<Preference>(&*verdict.ruling);
  if (preference == nullptr) return std::nullopt;
  if (preference->candidate_share == 0.5) return 1;
  return preference->candidate_share > 0.5 ? 2 : 0;
}

/// Question, candidate, baseline, turn, seating, repeat, sample.
using GameKey = std::tuple<QuestionId, ModelId, ModelId, int, Seating, int, int>;

GameKey key_of(const Game& game) {
  return {game.question, game.candidate, game.baseline.value_or(ModelId{}), game.turn, game.seating,
          game.repeat,   game.sample};
}

}  // namespace

double read_first(const Game& game) {
  return game.seating == Seating::candidate_first ? 1.0 : -1.0;
}

QuestionScores preference_for(std::span<const Verdict> verdicts, const ModelId& judge,
                              const TraitOf& trait, std::span<const QuestionId> questions) {
  Shares shares;
  for (const Verdict& verdict : verdicts) {
    if (verdict.game.judge != judge || verdict.by_rule || !verdict.ruling) continue;
    const auto* preference = std::get_if<Preference>(&*verdict.ruling);
    if (preference == nullptr || preference->candidate_share == 0.5) continue;
    const double more = trait(verdict.game);
    if (more == 0.0) continue;
    Share& share = shares[verdict.game.question];
    ++share.whole;
    if ((more > 0.0) == (preference->candidate_share > 0.5)) ++share.part;
  }
  return scores_of(shares, questions);
}

JudgesAgreement judges_agreement(std::span<const Verdict> verdicts, const ModelId& first,
                                 const ModelId& second, std::span<const QuestionId> questions) {
  std::map<GameKey, int> labels_of_first;
  for (const Verdict& verdict : verdicts) {
    if (verdict.game.judge != first) continue;
    if (const auto label = label_of(verdict)) labels_of_first[key_of(verdict.game)] = *label;
  }
  JudgesAgreement agreement;
  Shares shares;
  std::vector<int> labels[2];
  for (const Verdict& verdict : verdicts) {
    if (verdict.game.judge != second) continue;
    const auto label = label_of(verdict);
    const auto other = labels_of_first.find(key_of(verdict.game));
    if (!label || other == labels_of_first.end()) continue;
    labels[0].push_back(other->second);
    labels[1].push_back(*label);
    Share& share = shares[verdict.game.question];
    ++share.whole;
    if (*label == other->second) ++share.part;
  }
  agreement.games = labels[0].size();
  agreement.same = scores_of(shares, questions);
  agreement.kappa = cohen_kappa(labels[0], labels[1]);
  return agreement;
}

}  // namespace evenhand
