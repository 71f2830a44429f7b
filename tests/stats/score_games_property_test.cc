#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/rng.h"
#include "stats/position.h"
#include "stats/score_games.h"
#include "tests/stats/verdicts.h"

namespace evenhand {
namespace {

const ModelId kOurs = {"ours"};
const ModelId kTheirs = {"theirs"};
const std::vector<QuestionId> kQuestions = {{"q0"}, {"q1"}, {"q2"}};
constexpr double kRounding = 1e-12;

/// Any game between ours and theirs, unreadable or failed ones among them.
Verdict any_verdict() {
  Game game = game_of("", *rc::gen::element(Seating::candidate_first, Seating::baseline_first));
  game.question = *rc::gen::elementOf(kQuestions);
  game.judge = {*rc::gen::element<std::string>("a", "b")};
  game.turn = *rc::gen::inRange(0, 2);
  game.repeat = *rc::gen::inRange(0, 3);
  const int outcome = *rc::gen::inRange(0, 14);
  if (outcome == 0) return unreadable(std::move(game));
  if (outcome == 1) return failed(std::move(game));
  // Quarters add up without rounding, in any order.
  return preferring(std::move(game), *rc::gen::inRange(0, 5) / 4.0);
}

std::vector<Verdict> any_verdicts() {
  std::vector<Verdict> verdicts;
  const int games = *rc::gen::inRange(0, 40);
  for (int i = 0; i < games; ++i) verdicts.push_back(any_verdict());
  return verdicts;
}

/// The same games seen from the other side of the table.
std::vector<Verdict> with_roles_exchanged(std::vector<Verdict> verdicts) {
  for (Verdict& verdict : verdicts) {
    verdict.game.candidate = kTheirs;
    verdict.game.baseline = kOurs;
    verdict.game.seating = verdict.game.seating == Seating::candidate_first
                               ? Seating::baseline_first
                               : Seating::candidate_first;
    if (!verdict.ruling) continue;
    if (auto* preference = std::get_if<Preference>(&*verdict.ruling)) {
      preference->candidate_share = 1.0 - preference->candidate_share;
    }
  }
  return verdicts;
}

QuestionScores pooled(const std::vector<Verdict>& verdicts, const ModelId& candidate = kOurs) {
  return ScoreTable(verdicts).pooled(candidate, kQuestions);
}

RC_GTEST_PROP(ScoreTable, GivesTheOtherSideWhatIsLeft, ()) {
  const std::vector<Verdict> verdicts = any_verdicts();

  const QuestionScores ours = pooled(verdicts);
  const QuestionScores theirs = pooled(with_roles_exchanged(verdicts), kTheirs);

  for (std::size_t q = 0; q < kQuestions.size(); ++q) {
    RC_ASSERT(ours[q].has_value() == theirs[q].has_value());
    if (ours[q]) RC_ASSERT(std::abs(*ours[q] + *theirs[q] - 1.0) < kRounding);
  }
}

RC_GTEST_PROP(ScoreTable, DoesNotDependOnTheOrderOfVerdicts, ()) {
  const std::vector<Verdict> verdicts = any_verdicts();
  std::vector<Verdict> shuffled = verdicts;
  Rng rng(*rc::gen::arbitrary<std::uint64_t>());
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[rng.below(i)]);

  RC_ASSERT(pooled(shuffled) == pooled(verdicts));
}

RC_GTEST_PROP(ScoreTable, StaysBetweenTheSharesItIsMadeOf, ()) {
  const std::vector<Verdict> verdicts = any_verdicts();

  const QuestionScores scores = pooled(verdicts);

  for (std::size_t q = 0; q < kQuestions.size(); ++q) {
    if (!scores[q]) continue;
    double lowest = 1.0;
    double highest = 0.0;
    for (const Verdict& verdict : verdicts) {
      if (verdict.game.question != kQuestions[q] || !verdict.ruling) continue;
      const auto* preference = std::get_if<Preference>(&*verdict.ruling);
      if (preference == nullptr) continue;
      lowest = std::min(lowest, preference->candidate_share);
      highest = std::max(highest, preference->candidate_share);
    }
    RC_ASSERT(lowest - kRounding <= *scores[q] && *scores[q] <= highest + kRounding);
  }
}

RC_GTEST_PROP(ScoreTable, LosesButNeverChangesAJudgesScoreToAnUnreadableGame, ()) {
  std::vector<Verdict> verdicts = any_verdicts();
  const ModelId judge = {"a"};
  const QuestionScores before = ScoreTable(verdicts).by_judge(kOurs, judge, kQuestions);
  Verdict another = any_verdict();
  another = unreadable(another.game);
  verdicts.push_back(another);

  const QuestionScores after = ScoreTable(verdicts).by_judge(kOurs, judge, kQuestions);

  for (std::size_t q = 0; q < kQuestions.size(); ++q) {
    RC_ASSERT(!after[q] || after[q] == before[q]);
  }
}

RC_GTEST_PROP(WinRate, IsNotMovedAcrossOneHalfByATiedQuestion, ()) {
  std::vector<Verdict> verdicts = any_verdicts();
  std::vector<QuestionId> questions = kQuestions;
  const auto before = mean_of(present(pooled(verdicts)));
  questions.push_back({"tied"});
  verdicts.push_back(preferring(game_of("tied", Seating::candidate_first), 0.5));
  verdicts.push_back(preferring(game_of("tied", Seating::baseline_first), 0.5));

  const auto after = mean_of(present(ScoreTable(verdicts).pooled(kOurs, questions)));

  RC_ASSERT(after.has_value());
  const double shift = before ? *before - 0.5 : 0.0;
  RC_ASSERT((*after - 0.5) * shift >= 0.0 || std::abs(shift) < kRounding);
  RC_ASSERT(std::abs(*after - 0.5) <= std::abs(shift) + kRounding);
}

RC_GTEST_PROP(PositionEffect, IsTheSameFromBothSidesOfTheTable, ()) {
  const std::vector<Verdict> verdicts = any_verdicts();

  const PositionEffect ours = position_effect(verdicts, kOurs, kQuestions);
  const PositionEffect theirs =
      position_effect(with_roles_exchanged(verdicts), kTheirs, kQuestions);

  RC_ASSERT(ours.pairs == theirs.pairs);
  RC_ASSERT(ours.consistency == theirs.consistency);
  RC_ASSERT(ours.first_seat == theirs.first_seat);
  RC_ASSERT(ours.second_seat == theirs.second_seat);
  RC_ASSERT(ours.consistent + ours.first_seat + ours.second_seat <= ours.pairs);
}

}  // namespace
}  // namespace evenhand
