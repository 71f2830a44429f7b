#include "run/tally_judges.h"

#include <map>
#include <tuple>

#include "formats/contains_list.h"
#include "run/estimated_mean.h"
#include "stats/judge_habits.h"
#include "stats/position.h"
#include "stats/self_consistency.h"

namespace evenhand {
namespace {

class JudgeTally {
 public:
  JudgeTally(const RunSetting& setting, const Findings& findings)
      : setting_(setting), findings_(findings) {
    for (const Question& question : setting.suite.questions) questions_.push_back(question.id);
  }

  /// Before habits can be told.
  void measure_answers() {
    if (!setting_.protocol->needs_baseline()) return;
    for (const Answer& answer : findings_.answers) measure(answer);
    for (const std::vector<Answer>& answers : findings_.further_samples) {
      for (const Answer& answer : answers) measure(answer);
    }
  }

  JudgeSummary summary_of(const ModelId& judge) const {
    JudgeSummary summary{.judge = judge};
    for (const Verdict& verdict : findings_.verdicts) {
      if (verdict.game.judge == judge && verdict.ruling && !verdict.by_rule)
        count(verdict, summary);
    }
    add_noise(summary);
    if (setting_.protocol->needs_baseline()) add_habits(summary);
    return summary;
  }

  JudgePair pair_of(const ModelId& first, const ModelId& second) const {
    const JudgesAgreement found = judges_agreement(findings_.verdicts, first, second, questions_);
    return {.first = first,
            .second = second,
            .games = found.games,
            .agreement = estimate(found.same, "agreement/" + first.text + "/" + second.text)
                             .value_or(Estimate{}),
            .kappa = found.kappa};
  }

 private:
  static void count(const Verdict& verdict, JudgeSummary& summary) {
    ++(std::holds_alternative<Unreadable>(*verdict.ruling) ? summary.unreadable : summary.read);
    if (verdict.read_differently) ++summary.read_differently;
  }

  void add_noise(JudgeSummary& summary) const {
    const SelfConsistency found = self_consistency(findings_.verdicts, summary.judge, questions_);
    summary.repeat_pairs = found.pairs;
    if (found.pairs == 0) return;
    summary.changed = estimate(found.changed, "self-consistency/" + summary.judge.text);
    summary.mean_change = found.mean_change;
  }

  void add_habits(JudgeSummary& summary) const {
    const std::span<const Verdict> verdicts = findings_.verdicts;
    const ModelId& judge = summary.judge;
    const PositionEffect effect = position_effect_of_judge(verdicts, judge, questions_);
    summary.seat_pairs = effect.pairs;
    summary.consistency = estimate(effect.consistency, "judge consistency/" + judge.text);
    const auto habit = [&](const TraitOf& trait, const std::string& name) {
      return estimate(preference_for(verdicts, judge, trait, questions_), name + judge.text);
    };
    summary.prefers_first = habit(read_first, "prefers first/");
    summary.prefers_longer =
        habit([&](const Game& game) { return difference(game, &Form::length); }, "prefers longer/");
    summary.prefers_lists = habit(
        [&](const Game& game) { return difference(game, &Form::has_list); }, "prefers lists/");
  }

  /// What the judge saw of an answer, in numbers.
  struct Form {
    double length = 0.0;
    double has_list = 0.0;
  };
  using FormKey = std::tuple<ModelId, QuestionId, int, int>;  // sample, turn

  void measure(const Answer& answer) {
    for (std::size_t turn = 0; turn < answer.turns.size() && !answer.failure; ++turn) {
      const AnswerTurn& said = answer.turns[turn];
      const bool has_list = said.put_away ? said.put_away->has_list : contains_list(said.text);
      forms_[{answer.model, answer.question, answer.sample, static_cast<int>(turn)}] = {
          .length = static_cast<double>(length_of(said)), .has_list = has_list ? 1.0 : 0.0};
    }
  }

  /// The baseline answers once; candidates that meet bring the sample of the same number.
  double difference(const Game& game, double Form::*trait) const {
    const auto ours = forms_.find({game.candidate, game.question, game.sample, game.turn});
    auto theirs = forms_.find({*game.baseline, game.question, game.sample, game.turn});
    if (theirs == forms_.end()) {
      theirs = forms_.find({*game.baseline, game.question, 0, game.turn});
    }
    if (ours == forms_.end() || theirs == forms_.end()) return 0.0;
    return ours->second.*trait - theirs->second.*trait;
  }

  std::optional<Estimate> estimate(const QuestionScores& scores, const std::string& purpose) const {
    const std::vector<double> values = present(scores);
    if (values.empty()) return std::nullopt;
    return estimated_mean(values, setting_.file.bootstrap, {},
                          Rng::for_purpose(setting_.file.seed, purpose));
  }

  const RunSetting& setting_;
  const Findings& findings_;
  std::map<FormKey, Form> forms_;
  std::vector<QuestionId> questions_;
};

}  // namespace

std::vector<JudgeSummary> judge_summaries(const RunSetting& setting, const Findings& findings) {
  JudgeTally tally(setting, findings);
  tally.measure_answers();
  std::vector<JudgeSummary> summaries;
  for (const ModelSpec& judge : setting.file.judges) {
    summaries.push_back(tally.summary_of(judge.name));
  }
  return summaries;
}

std::vector<JudgePair> judge_pairs(const RunSetting& setting, const Findings& findings) {
  const JudgeTally tally(setting, findings);
  const auto& judges = setting.file.judges;
  std::vector<JudgePair> pairs;
  for (std::size_t a = 0; a < judges.size(); ++a) {
    for (std::size_t b = a + 1; b < judges.size(); ++b) {
      JudgePair pair = tally.pair_of(judges[a].name, judges[b].name);
      if (pair.games > 0) pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

}  // namespace evenhand
