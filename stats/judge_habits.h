#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>

#include "base/ids.h"
#include "base/verdict.h"
#include "stats/score_games.h"

namespace evenhand {

/// What a game's answers differ in, such as their length: above 0 where the candidate's has more of
/// it, below 0 where the other's has, 0 where neither has or nobody knows.
using TraitOf = std::function<double(const Game&)>;

/// What the judge reads first.
double read_first(const Game& game);

/// How often the answer with more of a trait wins: for each question the share of the judge's
/// decided games between answers that differ in it; one half is indifference. Ties, unreadable
/// verdicts and games by rule say nothing.
QuestionScores preference_for(std::span<const Verdict> verdicts, const ModelId& judge,
                              const TraitOf& trait, std::span<const QuestionId> questions);

/// Two judges on the games that both ruled on.
struct JudgesAgreement {
  std::size_t games = 0;
  QuestionScores same;          // share of a question's games with the same outcome or grade
  std::optional<double> kappa;  // beyond chance (Cohen)
};

JudgesAgreement judges_agreement(std::span<const Verdict> verdicts, const ModelId& first,
                                 const ModelId& second, std::span<const QuestionId> questions);

}  // namespace evenhand
