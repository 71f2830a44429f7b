#include "run/plan.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "run/requests.h"
#include "stats/planning.h"

namespace evenhand {
namespace {

// English text in the tokenisers of the day: about four characters a token.
constexpr std::int64_t kCharactersPerToken = 4;
// What answers to MT-Bench's and AlpacaEval's questions take in the mean, by published lengths.
constexpr int kAssumedAnswerTokens = 400;
// A judge's short explanation with its verdict.
constexpr int kAssumedJudgementTokens = 250;

std::int64_t estimated_input(const ChatRequest& request) {
  std::int64_t characters = 0;
  for (const Message& message : request.messages) {
    characters += static_cast<std::int64_t>(code_points(message.text));
  }
  return characters / kCharactersPerToken + 1;
}

/// An answer as long as answers usually are, for those that do not exist yet.
Answer assumed_answer(const Question& question, const ModelId& model) {
  const AnswerTurn turn{.text = std::string(kAssumedAnswerTokens * kCharactersPerToken, 'x')};
  return {.question = question.id,
          .model = model,
          .turns = std::vector<AnswerTurn>(question.turns.size(), turn)};
}

void price(PlannedCalls& row, const PriceList& prices) {
  row.cost = prices.cost(row.model,
                         {.input_tokens = row.input_tokens, .output_tokens = row.output_tokens});
  if (row.calls == 0) row.cost = 0.0;
}

PlannedCalls plan_answers(const RunSetting& setting, const Participant& participant,
                          std::span<const Answer> stored, const std::string& role) {
  const ModelSpec& spec = participant.spec;
  PlannedCalls row{.role = role, .name = spec.name, .endpoint = spec.endpoint, .model = spec.model};
  for (std::size_t q = 0; q < setting.suite.questions.size(); ++q) {
    const Question& question = setting.suite.questions[q];
    Answer so_far = stored[q];
    row.stored += static_cast<std::int64_t>(so_far.turns.size());
    const Answer assumed = assumed_answer(question, spec.name);
    while (so_far.turns.size() < question.turns.size()) {
      const ChatRequest request = answer_request(setting, participant, question, so_far);
      row.calls += 1;
      row.input_tokens += estimated_input(request);
      row.output_tokens += std::min(request.sampling.max_output_tokens, kAssumedAnswerTokens);
      so_far.turns.push_back(assumed.turns[so_far.turns.size()]);
    }
  }
  price(row, setting.prices);
  return row;
}

/// The games of one candidate and one judge that are not stored.
void plan_games(const RunSetting& setting, const ModelSpec& judge, const Exhibit& exhibit,
                std::int64_t already_stored, PlannedCalls& row) {
  row.stored += already_stored;
  std::int64_t to_skip = already_stored;
  for (Game game : setting.protocol->games(exhibit)) {
    game.judge = judge.name;
    if (setting.protocol->rule_unasked(exhibit, game)) continue;
    if (to_skip-- > 0) continue;
    const ChatRequest request = judge_request(setting, judge, exhibit, game);
    row.calls += 1;
    row.input_tokens += estimated_input(request);
    row.output_tokens += std::min(request.sampling.max_output_tokens, kAssumedJudgementTokens);
  }
}

using StoredGames = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

StoredGames count_stored(const std::vector<Verdict>& verdicts) {
  StoredGames stored;
  for (const Verdict& verdict : verdicts) {
    if (verdict.failure || verdict.by_rule) continue;
    const Game& game = verdict.game;
    stored[{game.judge.text, game.candidate.text, game.question.text}] += 1;
  }
  return stored;
}

/// The answer itself where there is one; one of usual length where it is still to come; nullopt
/// where it failed for good and no game will be played.
std::optional<Answer> answer_to_come(const Participant& participant, const Question& question,
                                     const Answer& stored) {
  if (!stored.failure) return stored;
  if (!participant.spec.is_asked()) return std::nullopt;
  Answer assumed = assumed_answer(question, participant.spec.name);
  // Told apart, so that the two do not look like the same answer.
  assumed.turns.front().text += participant.spec.name.text;
  return assumed;
}

/// The answers of one candidate and of the baseline to one question, as far as they are to come.
struct ExpectedAnswers {
  std::optional<Answer> candidate;
  std::optional<Answer> baseline;
  bool playable = false;
};

ExpectedAnswers expected_answers(const RunSetting& setting, const Findings& found, std::size_t c,
                                 std::size_t q) {
  const std::size_t questions = setting.suite.questions.size();
  const Question& question = setting.suite.questions[q];
  ExpectedAnswers answers;
  answers.candidate =
      answer_to_come(setting.candidates[c], question, found.answers[c * questions + q]);
  if (setting.baseline) {
    const std::size_t baseline = setting.candidates.size();
    answers.baseline =
        answer_to_come(*setting.baseline, question, found.answers[baseline * questions + q]);
  }
  answers.playable = answers.candidate && (!setting.baseline || answers.baseline);
  return answers;
}

PlannedCalls plan_judge(const RunSetting& setting, const ModelSpec& judge, const Findings& found,
                        const StoredGames& stored) {
  PlannedCalls row{
      .role = "judge", .name = judge.name, .endpoint = judge.endpoint, .model = judge.model};
  for (std::size_t c = 0; c < setting.candidates.size(); ++c) {
    for (std::size_t q = 0; q < setting.suite.questions.size(); ++q) {
      const ExpectedAnswers answers = expected_answers(setting, found, c, q);
      if (!answers.playable) continue;
      const Question& question = setting.suite.questions[q];
      const auto known =
          stored.find({judge.name.text, setting.candidates[c].spec.name.text, question.id.text});
      plan_games(setting, judge,
                 {question, *answers.candidate, answers.baseline ? &*answers.baseline : nullptr},
                 known == stored.end() ? 0 : known->second, row);
    }
  }
  price(row, setting.prices);
  return row;
}

}  // namespace

std::int64_t Plan::calls() const {
  std::int64_t sum = 0;
  for (const PlannedCalls& row : rows) sum += row.calls;
  return sum;
}

std::int64_t Plan::stored() const {
  std::int64_t sum = 0;
  for (const PlannedCalls& row : rows) sum += row.stored;
  return sum;
}

std::optional<double> Plan::cost() const {
  double sum = 0.0;
  for (const PlannedCalls& row : rows) {
    if (!row.cost) return std::nullopt;
    sum += *row.cost;
  }
  return sum;
}

Plan plan_run(const RunSetting& setting, const Findings& found) {
  Plan plan{.questions = setting.suite.questions.size()};
  const std::vector<const Participant*> participants = setting.participants();
  for (std::size_t p = 0; p < participants.size(); ++p) {
    if (!participants[p]->spec.is_asked()) continue;
    const std::span<const Answer> stored(&found.answers[p * plan.questions], plan.questions);
    plan.rows.push_back(plan_answers(setting, *participants[p], stored,
                                     p < setting.candidates.size() ? "candidate" : "baseline"));
  }
  const StoredGames stored = count_stored(found.verdicts);
  for (const ModelSpec& judge : setting.file.judges) {
    plan.rows.push_back(plan_judge(setting, judge, found, stored));
  }
  if (setting.protocol->needs_baseline()) {
    plan.smallest_win_rate_difference = smallest_win_rate_difference(plan.questions);
  }
  plan.smallest_paired_difference = smallest_paired_difference(plan.questions, 0.5);
  return plan;
}

std::set<std::string> endpoints_named(const RunSetting& setting) {
  std::set<std::string> named;
  for (const Participant* participant : setting.participants()) {
    if (participant->spec.is_asked()) named.insert(participant->spec.endpoint.text);
  }
  for (const ModelSpec& judge : setting.file.judges) named.insert(judge.endpoint.text);
  return named;
}

std::set<std::string> endpoints_needed(const RunSetting& setting, const Findings& found) {
  std::set<std::string> needed;
  const std::vector<const Participant*> participants = setting.participants();
  const std::size_t questions = setting.suite.questions.size();
  for (std::size_t a = 0; a < found.answers.size(); ++a) {
    const ModelSpec& spec = participants[a / questions]->spec;
    if (found.answers[a].failure && spec.is_asked()) needed.insert(spec.endpoint.text);
  }
  const bool answers_missing = !needed.empty();
  for (const ModelSpec& judge : setting.file.judges) {
    const bool games_missing =
        std::any_of(found.verdicts.begin(), found.verdicts.end(), [&](const Verdict& verdict) {
          return verdict.failure && verdict.game.judge == judge.name;
        });
    // Answers that are to come bring games for every judge.
    if (answers_missing || games_missing) needed.insert(judge.endpoint.text);
  }
  return needed;
}

}  // namespace evenhand
