#include "run/tally_judges.h"

#include <memory>

#include "stats/self_consistency.h"

namespace evenhand {
namespace {

bool is_same(const Ruling& a, const Ruling& b) {
  if (a.index() != b.index()) return false;
  if (const auto* grade = std::get_if<Grade>(&a)) return grade->points == std::get<Grade>(b).points;
  if (const auto* preference = std::get_if<Preference>(&a)) {
    const auto& other = std::get<Preference>(b);
    return preference->candidate_share == other.candidate_share &&
           preference->margin == other.margin;
  }
  return true;  // both unreadable, whatever the reasons
}

/// The run's protocol with the other grammar of verdicts; nullptr where the run does not read
/// words, but log probabilities.
std::unique_ptr<JudgeProtocol> other_reader(const RunSetting& setting) {
  if (setting.protocol->sampling().top_logprobs > 0) return nullptr;
  ProtocolOptions options = setting.file.protocol_options;
  options.grammar =
      options.grammar == VerdictGrammar::strict ? VerdictGrammar::upstream : VerdictGrammar::strict;
  auto protocol = make_protocol(setting.protocol_id, *setting.prompts, options);
  return protocol ? *std::move(protocol) : nullptr;
}

class JudgeTally {
 public:
  JudgeTally(const RunSetting& setting, const Findings& findings)
      : setting_(setting), findings_(findings), other_reader_(other_reader(setting)) {
    for (const Question& question : setting.suite.questions) questions_.push_back(question.id);
  }

  JudgeSummary summary_of(const ModelId& judge) const {
    JudgeSummary summary{.judge = judge};
    for (const Verdict& verdict : findings_.verdicts) {
      if (verdict.game.judge == judge && verdict.ruling && !verdict.by_rule)
        count(verdict, summary);
    }
    add_noise(summary);
    return summary;
  }

 private:
  void count(const Verdict& verdict, JudgeSummary& summary) const {
    ++(std::holds_alternative<Unreadable>(*verdict.ruling) ? summary.unreadable : summary.read);
    if (other_reader_ == nullptr) return;
    const ChatReply again{
        .text = verdict.judgement, .reasoning = verdict.reasoning, .stop = verdict.stop};
    if (!is_same(other_reader_->read(again, verdict.game), *verdict.ruling)) {
      ++summary.read_differently;
    }
  }

  void add_noise(JudgeSummary& summary) const {
    const SelfConsistency found = self_consistency(findings_.verdicts, summary.judge, questions_);
    summary.repeat_pairs = found.pairs;
    const std::vector<double> values = present(found.changed);
    if (values.empty()) return;
    summary.changed = Estimate{
        .value = *mean_of(values),
        .interval = mean_interval(
            values, {.resamples = setting_.file.bootstrap}, {},
            Rng::for_purpose(setting_.file.seed, "self-consistency/" + summary.judge.text))};
    summary.mean_change = found.mean_change;
  }

  const RunSetting& setting_;
  const Findings& findings_;
  const std::unique_ptr<JudgeProtocol> other_reader_;
  std::vector<QuestionId> questions_;
};

}  // namespace

std::vector<JudgeSummary> judge_summaries(const RunSetting& setting, const Findings& findings) {
  const JudgeTally tally(setting, findings);
  std::vector<JudgeSummary> summaries;
  for (const ModelSpec& judge : setting.file.judges) {
    summaries.push_back(tally.summary_of(judge.name));
  }
  return summaries;
}

}  // namespace evenhand
