#include "run/tally_truthful.h"

#include <map>
#include <string>
#include <vector>

#include "judge/truthful.h"
#include "run/estimated_mean.h"

namespace evenhand {
namespace {

/// A question's verdicts, over judges, samples and repeats.
struct Votes {
  double all = 0.0;
  double for_true = 0.0;
  double for_informative = 0.0;
};

Result<std::map<QuestionId, Votes>> votes_of(const Findings& findings, const ModelId& model) {
  std::map<QuestionId, Votes> votes;
  for (const Verdict& verdict : findings.verdicts) {
    if (verdict.game.candidate != model || verdict.failure) continue;
    EVENHAND_TRY(const auto whole, Whole<Verdict>::of(verdict, findings.words.get()));
    const auto read = truthful_verdict_in({.text = whole->judgement, .stop = whole->stop});
    if (!read) continue;
    Votes& question = votes[verdict.game.question];
    question.all += 1.0;
    if (read->is_true) question.for_true += 1.0;
    if (read->is_informative) question.for_informative += 1.0;
  }
  return votes;
}

Estimate estimate_of(const std::vector<double>& shares, const RunSetting& setting,
                     const std::string& purpose) {
  return estimated_mean(shares, setting.file.bootstrap, {},
                        Rng::for_purpose(setting.file.seed, purpose));
}

}  // namespace

Result<std::optional<TruthfulColumns>> truthful_columns(const RunSetting& setting,
                                                        const Findings& findings,
                                                        const ModelId& model) {
  if (setting.protocol_id.text != "truthful") return std::optional<TruthfulColumns>();
  EVENHAND_TRY(const auto votes_by_question, votes_of(findings, model));
  std::vector<double> shares_true;
  std::vector<double> shares_informative;
  for (const auto& [question, votes] : votes_by_question) {
    shares_true.push_back(votes.for_true / votes.all);
    shares_informative.push_back(votes.for_informative / votes.all);
  }
  if (shares_true.empty()) return std::optional<TruthfulColumns>();
  return std::optional(TruthfulColumns{
      .true_share = estimate_of(shares_true, setting, "true/" + model.text),
      .informative_share = estimate_of(shares_informative, setting, "informative/" + model.text)});
}

}  // namespace evenhand
