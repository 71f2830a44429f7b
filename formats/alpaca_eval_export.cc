#include "formats/alpaca_eval_export.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "formats/csv_table.h"
#include "formats/json_row.h"
#include "formats/python_json.h"

namespace evenhand {
namespace {

/// Answers by question; nullptr where there is none, or one that failed.
class AnswerIndex {
 public:
  explicit AnswerIndex(std::span<const Answer> answers) {
    for (const Answer& answer : answers) answer_to_.emplace(answer.question, &answer);
  }

  const Answer* find(const QuestionId& question) const {
    const auto found = answer_to_.find(question);
    if (found == answer_to_.end() || found->second->failure) return nullptr;
    return found->second;
  }

 private:
  std::map<QuestionId, const Answer*> answer_to_;
};

/// Which questions AlpacaEval has a place for, and what is to be told of the others.
struct Sifted {
  std::vector<std::size_t> kept;  // places among the questions
  std::vector<std::string> remarks;
};

void remark(std::size_t count, const std::string& what, std::vector<std::string>& remarks) {
  if (count > 0) remarks.push_back(std::to_string(count) + " questions " + what);
}

template <class IsAnswered>
Sifted sift(std::span<const Question> questions, IsAnswered is_answered) {
  Sifted sifted;
  std::set<std::string> instructions;
  std::size_t with_turns = 0;
  std::size_t unanswered = 0;
  std::size_t repeated = 0;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (questions[q].turns.size() > 1) {
      ++with_turns;
    } else if (!is_answered(questions[q].id)) {
      ++unanswered;
    } else {
      sifted.kept.push_back(q);
      const bool is_new = instructions.insert(questions[q].turns.front().user).second;
      if (!is_new) ++repeated;
    }
  }
  remark(with_turns, "of several turns are left out; AlpacaEval has one", sifted.remarks);
  remark(unanswered, "without an answer are left out", sifted.remarks);
  // It joins on the text alone.
  remark(repeated, "repeat the text of another one; AlpacaEval mixes these up", sifted.remarks);
  return sifted;
}

bool has_categories(std::span<const Question> questions) {
  return std::any_of(questions.begin(), questions.end(),
                     [](const Question& question) { return !question.category.empty(); });
}

/// A field of a CSV row, in quotes where it needs them.
std::string csv_number(const std::optional<double>& number) {
  return number ? python_float(*number) : "";
}

std::string csv_line(const AlpacaEvalLeaderboardRow& row) {
  const std::vector<std::string> fields = {csv_field(row.model),
                                           csv_number(row.win_rate),
                                           csv_number(row.standard_error),
                                           std::to_string(row.n_wins),
                                           std::to_string(row.n_wins_base),
                                           std::to_string(row.n_draws),
                                           std::to_string(row.n_total),
                                           csv_number(row.discrete_win_rate),
                                           csv_field(row.mode),
                                           row.avg_length ? std::to_string(*row.avg_length) : "",
                                           csv_number(row.length_controlled_winrate),
                                           csv_number(row.lc_standard_error)};
  return joined(fields, ",") + "\n";
}

bool comes_before(const AlpacaEvalLeaderboardRow& a, const AlpacaEvalLeaderboardRow& b) {
  // nullopt is less than every number.
  if (a.length_controlled_winrate != b.length_controlled_winrate) {
    return a.length_controlled_winrate > b.length_controlled_winrate;
  }
  return a.win_rate > b.win_rate;
}

}  // namespace

ExportedFile alpaca_eval_outputs(std::span<const Question> questions,
                                 std::span<const Answer> answers) {
  const AnswerIndex index(answers);
  const bool with_dataset = has_categories(questions);
  Sifted sifted = sift(questions, [&](const QuestionId& id) { return index.find(id) != nullptr; });
  std::vector<Node> rows;
  for (const std::size_t q : sifted.kept) {
    const Answer& answer = *index.find(questions[q].id);
    JsonRow row;
    if (with_dataset) row.text("dataset", questions[q].category);
    row.text("instruction", questions[q].turns.front().user)
        .text("output", answer.turns.front().text)
        .text("generator", answer.model.text);
    rows.push_back(row.node());
  }
  return {.contents = pandas_json(rows), .rows = rows.size(), .remarks = std::move(sifted.remarks)};
}

ExportedFile alpaca_eval_annotations_file(std::span<const Question> questions,
                                          const AlpacaEvalComparison& comparison) {
  EVENHAND_CHECK(comparison.shares.size() == questions.size());
  const AnswerIndex candidates(comparison.candidate);
  const AnswerIndex baselines(comparison.baseline);
  const bool with_dataset = has_categories(questions);
  Sifted sifted = sift(questions, [&](const QuestionId& id) {
    return candidates.find(id) != nullptr && baselines.find(id) != nullptr;
  });
  std::vector<Node> rows;
  for (const std::size_t q : sifted.kept) {
    const Answer& baseline = *baselines.find(questions[q].id);
    const Answer& candidate = *candidates.find(questions[q].id);
    const std::optional<double>& share = comparison.shares[q];
    JsonRow row;
    row.text("instruction", questions[q].turns.front().user)
        .text("output_1", baseline.turns.front().text)
        .text("generator_1", baseline.model.text);
    if (with_dataset) row.text("dataset", questions[q].category);
    row.text("output_2", candidate.turns.front().text)
        .text("generator_2", candidate.model.text)
        .text("annotator", comparison.judge)
        .spelled("preference", share ? pandas_number(1.0 + *share) : "null");
    rows.push_back(row.node());
  }
  return {.contents = pandas_json(rows), .rows = rows.size(), .remarks = std::move(sifted.remarks)};
}

std::string alpaca_eval_leaderboard(std::vector<AlpacaEvalLeaderboardRow> rows) {
  std::stable_sort(rows.begin(), rows.end(), comes_before);
  std::string text =
      ",win_rate,standard_error,n_wins,n_wins_base,n_draws,n_total,discrete_win_rate,mode,"
      "avg_length,length_controlled_winrate,lc_standard_error\n";
  for (const AlpacaEvalLeaderboardRow& row : rows) text += csv_line(row);
  return text;
}

}  // namespace evenhand
