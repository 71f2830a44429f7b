#include "run/plan.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "run/pairing.h"
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
  characters += static_cast<std::int64_t>(code_points(request.continuation.value_or("")));
  return characters / kCharactersPerToken + 1;
}

AnswerTurn assumed_turn() {
  return {.text = std::string(kAssumedAnswerTokens * kCharactersPerToken, 'x')};
}

/// An answer as long as answers usually are, for those that do not exist yet.
Answer assumed_answer(const Question& question, const ModelId& model) {
  return {.question = question.id,
          .model = model,
          .turns = std::vector<AnswerTurn>(question.turns.size(), assumed_turn())};
}

void price(PlannedCalls& row, const PriceList& prices) {
  row.cost = prices.cost(row.model,
                         {.input_tokens = row.input_tokens, .output_tokens = row.output_tokens});
  if (row.calls == 0) row.cost = 0.0;
}

Result<void> plan_answer(const RunSetting& setting, const Participant& participant,
                         const Question& question, Answer so_far, const Words* words,
                         PlannedCalls& row) {
  row.stored += static_cast<std::int64_t>(so_far.turns.size());
  const std::size_t requests = requests_for(*setting.protocol, question);
  if (so_far.turns.size() < requests) EVENHAND_OK(bring_back(so_far, words));
  while (so_far.turns.size() < requests) {
    const ChatRequest request = answer_request(setting, participant, question, so_far);
    row.calls += 1;
    row.input_tokens += estimated_input(request);
    row.output_tokens += std::min(request.sampling.max_output_tokens, kAssumedAnswerTokens);
    so_far.turns.push_back(assumed_turn());
  }
  return {};
}

/// `place` is the participant's among all.
Result<PlannedCalls> plan_answers(const RunSetting& setting, std::size_t place,
                                  const Findings& found) {
  const Participant& participant = *setting.participants()[place];
  const ModelSpec& spec = participant.spec;
  const std::vector<Question>& questions = setting.suite.questions;
  PlannedCalls row{.role = place < setting.candidates.size() ? "candidate" : "baseline",
                   .name = spec.name,
                   .endpoint = spec.endpoint,
                   .model = spec.model};
  for (std::size_t s = 0; s < setting.samples_of(participant); ++s) {
    for (std::size_t q = 0; q < questions.size(); ++q) {
      EVENHAND_OK(plan_answer(setting, participant, questions[q],
                              found.answer(place * questions.size() + q, s), found.words.get(),
                              row));
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

/// Judge, candidate, opponent, question, sample.
using GameKey = std::tuple<std::string, std::string, std::string, std::string, int>;
using StoredGames = std::map<GameKey, std::int64_t>;

GameKey key_of(const Game& game) {
  return {game.judge.text, game.candidate.text, game.baseline ? game.baseline->text : "",
          game.question.text, game.sample};
}

StoredGames count_stored(const std::vector<Verdict>& verdicts) {
  StoredGames stored;
  for (const Verdict& verdict : verdicts) {
    if (!verdict.failure && !verdict.by_rule) stored[key_of(verdict.game)] += 1;
  }
  return stored;
}

/// The answer itself where there is one; one of usual length where it is still to come; nullopt
/// where it failed for good and no game will be played.
Result<std::optional<Answer>> answer_to_come(const Participant& participant,
                                             const Question& question, Answer stored,
                                             const Words* words) {
  if (!stored.failure) {
    EVENHAND_OK(bring_back(stored, words));
    return std::optional(std::move(stored));
  }
  if (!participant.spec.is_asked()) return std::optional<Answer>();
  Answer assumed = assumed_answer(question, participant.spec.name);
  assumed.sample = stored.sample;
  // Told apart, so that the two do not look like the same answer.
  assumed.turns.front().text += participant.spec.name.text;
  return std::optional(std::move(assumed));
}

/// One answer, or two that meet, as far as they are to come.
struct ExpectedAnswers {
  std::optional<Answer> candidate;
  std::optional<Answer> opponent;
  bool playable = false;
};

Result<ExpectedAnswers> expected_answers(const RunSetting& setting, const Findings& found,
                                         const Pairing& pairing, std::size_t q,
                                         std::size_t sample) {
  const std::vector<const Participant*> participants = setting.participants();
  const Question& question = setting.suite.questions[q];
  const auto expected = [&](std::size_t place) {
    const Participant& participant = *participants[place];
    const std::size_t there = sample % setting.samples_of(participant);
    return answer_to_come(participant, question,
                          found.answer(place * setting.suite.questions.size() + q, there),
                          found.words.get());
  };
  ExpectedAnswers answers;
  EVENHAND_TRY(answers.candidate, expected(pairing.candidate));
  if (pairing.opponent) {
    EVENHAND_TRY(answers.opponent, expected(*pairing.opponent));
  }
  answers.playable = answers.candidate && (!pairing.opponent || answers.opponent);
  return answers;
}

void plan_pairing(const RunSetting& setting, const ModelSpec& judge, const Question& question,
                  const ExpectedAnswers& answers, const StoredGames& stored, PlannedCalls& row) {
  const Exhibit exhibit{question, *answers.candidate,
                        answers.opponent ? &*answers.opponent : nullptr};
  const Game any{
      .question = question.id,
      .candidate = answers.candidate->model,
      .baseline = answers.opponent ? std::optional(answers.opponent->model) : std::nullopt,
      .judge = judge.name,
      .sample = answers.candidate->sample};
  const auto known = stored.find(key_of(any));
  plan_games(setting, judge, exhibit, known == stored.end() ? 0 : known->second, row);
}

Result<PlannedCalls> plan_judge(const RunSetting& setting, const ModelSpec& judge,
                                const Findings& found, const StoredGames& stored) {
  PlannedCalls row{
      .role = "judge", .name = judge.name, .endpoint = judge.endpoint, .model = judge.model};
  for (std::size_t q = 0; q < setting.suite.questions.size(); ++q) {
    for (const Pairing& pairing : pairings(setting, q)) {
      const Participant& candidate = setting.candidates[pairing.candidate];
      for (std::size_t s = 0; s < setting.samples_of(candidate); ++s) {
        EVENHAND_TRY(const ExpectedAnswers answers,
                     expected_answers(setting, found, pairing, q, s));
        if (answers.playable) {
          plan_pairing(setting, judge, setting.suite.questions[q], answers, stored, row);
        }
      }
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

Result<Plan> plan_run(const RunSetting& setting, const Findings& found) {
  Plan plan{.questions = setting.suite.questions.size()};
  const std::vector<const Participant*> participants = setting.participants();
  for (std::size_t p = 0; p < participants.size(); ++p) {
    if (!participants[p]->spec.is_asked()) continue;
    EVENHAND_TRY(PlannedCalls row, plan_answers(setting, p, found));
    plan.rows.push_back(std::move(row));
  }
  const StoredGames stored = count_stored(found.verdicts);
  for (const ModelSpec& judge : setting.file.judges) {
    EVENHAND_TRY(PlannedCalls row, plan_judge(setting, judge, found, stored));
    plan.rows.push_back(std::move(row));
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
    for (std::size_t s = 0; spec.is_asked() && s <= found.further_samples.size(); ++s) {
      if (found.answer(a, s).failure) needed.insert(spec.endpoint.text);
    }
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
