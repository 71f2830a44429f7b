#include "stats/self_consistency.h"

#include <cmath>
#include <map>
#include <tuple>
#include <vector>

namespace evenhand {
namespace {

/// Question, candidate, baseline, turn, seating, sample.
using GameKey = std::tuple<QuestionId, ModelId, ModelId, int, Seating, int>;

std::optional<double> value_of(const Verdict& verdict) {
  if (verdict.failure || verdict.by_rule || !verdict.ruling) return std::nullopt;
  if (const auto* grade = std::get_if<Grade>(&*verdict.ruling)) return grade->points;
  if (const auto* preference = std::get_if<Preference>(&*verdict.ruling)) {
    return preference->candidate_share;
  }
  return std::nullopt;
}

struct Changes {
  std::size_t pairs = 0;
  std::size_t changed = 0;
};

}  // namespace

SelfConsistency self_consistency(std::span<const Verdict> verdicts, const ModelId& judge,
                                 std::span<const QuestionId> questions) {
  std::map<GameKey, std::vector<double>> repeats;
  for (const Verdict& verdict : verdicts) {
    const Game& game = verdict.game;
    if (game.judge != judge) continue;
    if (const auto value = value_of(verdict)) {
      repeats[{game.question, game.candidate, game.baseline.value_or(ModelId{}), game.turn,
               game.seating, game.sample}]
          .push_back(*value);
    }
  }
  SelfConsistency result;
  double sum = 0.0;
  std::map<QuestionId, Changes> by_question;
  for (const auto& [key, values] : repeats) {
    Changes& changes = by_question[std::get<QuestionId>(key)];
    for (std::size_t a = 0; a < values.size(); ++a) {
      for (std::size_t b = a + 1; b < values.size(); ++b) {
        ++changes.pairs;
        if (values[a] != values[b]) ++changes.changed;
        sum += std::abs(values[a] - values[b]);
      }
    }
  }
  for (const QuestionId& question : questions) {
    const Changes changes = by_question[question];
    result.pairs += changes.pairs;
    result.changed.push_back(changes.pairs == 0
                                 ? std::nullopt
                                 : std::optional(static_cast<double>(changes.changed) /
                                                 static_cast<double>(changes.pairs)));
  }
  if (result.pairs > 0) result.mean_change = sum / static_cast<double>(result.pairs);
  return result;
}

}  // namespace evenhand
