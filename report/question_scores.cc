#include "report/question_scores.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace evenhand {
namespace {

using Key = std::pair<ModelId, QuestionId>;

/// Answers and verdicts by who and what they belong to.
class Lookup {
 public:
  explicit Lookup(const ReportData& data) : data_(data) {
    for (const Answer& answer : data.answers) answers_[{answer.model, answer.question}] = &answer;
    for (const Verdict& verdict : data.verdicts) {
      if (!verdict.ruling || !std::holds_alternative<Unreadable>(*verdict.ruling)) continue;
      unreadable_.insert({verdict.game.candidate, verdict.game.question});
      if (verdict.game.baseline) {
        unreadable_.insert({*verdict.game.baseline, verdict.game.question});
      }
    }
  }

  Fate fate_of(const ModelId& model, const QuestionId& question,
               const std::optional<double>& score) const {
    const Answer* answer = find(model, question);
    if (score) return fate_of_judged(answer, *score);
    if (answer == nullptr) return Fate::never_asked;
    if (answer->failure) return fate_of_failed(answer->failure->kind);
    return unreadable_.contains({model, question}) ? Fate::unreadable : Fate::no_verdict;
  }

  std::optional<double> length_difference(const ModelId& model, const QuestionId& question) const {
    if (!data_.baseline) return std::nullopt;
    const Answer* ours = find(model, question);
    const Answer* theirs = find(*data_.baseline, question);
    if (ours == nullptr || theirs == nullptr || ours->failure || theirs->failure) {
      return std::nullopt;
    }
    return static_cast<double>(length_of(*ours)) - static_cast<double>(length_of(*theirs));
  }

 private:
  const Answer* find(const ModelId& model, const QuestionId& question) const {
    const auto found = answers_.find({model, question});
    return found == answers_.end() ? nullptr : found->second;
  }

  Fate fate_of_judged(const Answer* answer, double score) const {
    const bool cut = answer != nullptr &&
                     std::any_of(answer->turns.begin(), answer->turns.end(), [](const auto& turn) {
                       return turn.stop == StopReason::out_of_tokens;
                     });
    if (cut) return Fate::cut_off;
    const bool pairwise = data_.baseline || !data_.opponents.empty();
    return pairwise && score == 0.5 ? Fate::tied : Fate::judged;
  }

  static Fate fate_of_failed(ErrorKind kind) {
    if (kind == ErrorKind::filtered) return Fate::filtered;
    // The kinds that end a run before a call was made; all others answer for the call itself.
    constexpr ErrorKind kNeverAsked[] = {ErrorKind::interrupted, ErrorKind::over_budget,
                                         ErrorKind::not_stored,  ErrorKind::endpoint_refused,
                                         ErrorKind::io_failed,   ErrorKind::corrupt_store};
    const bool never =
        std::find(std::begin(kNeverAsked), std::end(kNeverAsked), kind) != std::end(kNeverAsked);
    return never ? Fate::never_asked : Fate::failed;
  }

  const ReportData& data_;
  std::map<Key, const Answer*> answers_;
  std::set<Key> unreadable_;
};

}  // namespace

std::string_view words_for(Fate fate) {
  switch (fate) {
    case Fate::judged: return "judged";
    case Fate::tied: return "judged, tied";
    case Fate::cut_off: return "judged, cut off";
    case Fate::unreadable: return "verdict unreadable";
    case Fate::no_verdict: return "no verdict";
    case Fate::filtered: return "answer filtered";
    case Fate::failed: return "answer failed";
    case Fate::never_asked: return "never asked";
  }
  return "";
}

std::array<std::size_t, kFates> QuestionRow::counts() const {
  std::array<std::size_t, kFates> counts{};
  for (const Fate fate : fates) ++counts[static_cast<std::size_t>(fate)];
  return counts;
}

QuestionTable question_table(const ReportData& data) {
  std::vector<QuestionId> questions;
  for (const Question& question : data.questions) questions.push_back(question.id);
  const ScoreTable scores(data.verdicts);
  const Lookup lookup(data);
  QuestionTable table;
  for (const CandidateRow& row : data.rows) {
    QuestionRow& line = table.emplace_back();
    line.scores = scores.pooled(row.model, questions);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      line.fates.push_back(lookup.fate_of(row.model, questions[q], line.scores[q]));
      line.length_differences.push_back(lookup.length_difference(row.model, questions[q]));
    }
  }
  return table;
}

}  // namespace evenhand
