#include "run/evaluation.h"

#include <utility>

#include "base/check.h"
#include "run/pairing.h"
#include "run/requests.h"

namespace evenhand {

struct Evaluation::Slot {
  std::size_t participant = 0;
  std::size_t question = 0;
  Answer answer = {};
  int attempt = 0;                       // of the last turn, from 0
  std::vector<AnswerTurn> dropped = {};  // what earlier attempts said: paid, and not ruled on
  std::vector<Bout*> bouts = {};         // that wait for it
};

/// The games are laid out before any is played, so that verdicts keep their order.
struct Evaluation::Bout {
  const Slot* candidate = nullptr;
  const Slot* opponent = nullptr;  // none where answers are graded alone
  std::atomic<int> answers_open = 1;
  std::vector<Verdict> verdicts = {};
  std::vector<std::size_t> judges = {};  // index of the judge, for each verdict
};

bool ends_the_run(ErrorKind kind) {
  return kind == ErrorKind::over_budget || kind == ErrorKind::io_failed ||
         kind == ErrorKind::corrupt_store || kind == ErrorKind::interrupted;
}

bool is_missing(const Failure& failure) {
  switch (failure.kind) {
    case ErrorKind::interrupted:
    case ErrorKind::over_budget:
    case ErrorKind::not_stored:
    case ErrorKind::endpoint_refused:
    case ErrorKind::io_failed:
    case ErrorKind::corrupt_store: return true;
    case ErrorKind::bad_input:
    case ErrorKind::not_found:
    case ErrorKind::internal:
    case ErrorKind::unreachable:
    case ErrorKind::broken_off:
    case ErrorKind::timed_out:
    case ErrorKind::rate_limited:
    case ErrorKind::overloaded:
    case ErrorKind::rejected:
    case ErrorKind::context_too_long:
    case ErrorKind::filtered:
    case ErrorKind::malformed_reply:
    case ErrorKind::empty_reply: return false;
  }
  check_failed("a known ErrorKind", __FILE__, __LINE__);
}

namespace {

AnswerTurn turn_from(ChatReply reply, std::optional<double> cost) {
  return {.text = std::move(reply.text),
          .reasoning = std::move(reply.reasoning),
          .stop = reply.stop,
          .finish_reason = std::move(reply.finish_reason),
          .served_model = std::move(reply.served_model),
          .usage = reply.usage,
          .cost = cost,
          .notes = std::move(reply.notes)};
}

template <class Number>
void add_known(std::optional<Number>& sum, const std::optional<Number>& number) {
  if (number) sum = sum.value_or(Number{}) + *number;
}

/// An attempt that was not ruled on cost tokens and money like the one that was.
void add_attempt(AnswerTurn& turn, const AnswerTurn& dropped) {
  add_known(turn.usage.input_tokens, dropped.usage.input_tokens);
  add_known(turn.usage.output_tokens, dropped.usage.output_tokens);
  add_known(turn.cost, dropped.cost);
  turn.notes.emplace_back("asked again at a higher temperature: the answer could not be read");
}

const Failure kNeverAsked{.kind = ErrorKind::not_stored, .reason = "not asked yet"};
const Failure kNoSuchSample{.kind = ErrorKind::not_found, .reason = "the file has no such sample"};

}  // namespace

Evaluation::Evaluation(const RunSetting& setting, const Models& models, Lanes& lanes,
                       Progress& progress)
    : setting_(setting),
      models_(models),
      lanes_(lanes),
      progress_(progress),
      participants_(setting.participants()) {
  lay_out_answers();
  lay_out_bouts();
}

Evaluation::~Evaluation() = default;

void Evaluation::lay_out_answers() {
  const std::vector<Question>& questions = setting_.suite.questions;
  for (std::size_t s = 0; s < static_cast<std::size_t>(setting_.file.samples); ++s) {
    for (std::size_t p = 0; p < participants_.size(); ++p) {
      const Participant& participant = *participants_[p];
      for (std::size_t q = 0; q < questions.size(); ++q) {
        auto slot = std::make_unique<Slot>(Slot{.participant = p, .question = q});
        slot->answer = {.question = questions[q].id, .model = participant.spec.name, .turns = {}};
        slot->answer.sample = static_cast<int>(s);
        // What an answer is until it has been asked for; a stop may drop the job.
        if (participant.spec.is_asked())
          slot->answer.failure = kNeverAsked;
        else if (s < participant.answers.size())
          slot->answer = participant.answers[s][q];
        else
          slot->answer.failure = kNoSuchSample;
        slots_.push_back(std::move(slot));
      }
    }
  }
}

Evaluation::Slot* Evaluation::slot_at(std::size_t participant, std::size_t question,
                                      std::size_t sample) {
  const std::size_t questions = setting_.suite.questions.size();
  return slots_[(sample * participants_.size() + participant) * questions + question].get();
}

void Evaluation::lay_out_bouts() {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::unique_ptr<Bout>>> by_pairing;
  for (std::size_t q = 0; q < setting_.suite.questions.size(); ++q) {
    for (const Pairing& pairing : pairings(setting_, q)) {
      const Participant& candidate = *participants_[pairing.candidate];
      for (std::size_t s = 0; s < setting_.samples_of(candidate); ++s) {
        auto bout = std::make_unique<Bout>();
        std::vector<Slot*> seats = {slot_at(pairing.candidate, q, s)};
        if (pairing.opponent) {
          // An opponent with fewer samples meets the candidate's further ones again.
          const std::size_t theirs = setting_.samples_of(*participants_[*pairing.opponent]);
          seats.push_back(slot_at(*pairing.opponent, q, s % theirs));
          bout->opponent = seats.back();
        }
        bout->candidate = seats.front();
        bout->answers_open = static_cast<int>(seats.size());
        for (Slot* seat : seats) seat->bouts.push_back(bout.get());
        by_pairing[{pairing.candidate, pairing.opponent.value_or(0)}].push_back(std::move(bout));
      }
    }
  }
  for (auto& [pairing, bouts] : by_pairing) {
    for (std::unique_ptr<Bout>& bout : bouts) bouts_.push_back(std::move(bout));
  }
}

void Evaluation::expect_turns_and_games() {
  std::int64_t turns = 0;
  for (const std::unique_ptr<Slot>& slot : slots_) {
    if (!participants_[slot->participant]->spec.is_asked()) continue;
    turns += static_cast<std::int64_t>(setting_.suite.questions[slot->question].turns.size());
  }
  std::int64_t games = 0;
  for (const std::unique_ptr<Bout>& bout : bouts_) {
    const Question& question = setting_.suite.questions[bout->candidate->question];
    const Answer blank{.question = question.id,
                       .model = {},
                       .turns = std::vector<AnswerTurn>(question.turns.size())};
    const Exhibit exhibit{question, blank, bout->opponent != nullptr ? &blank : nullptr};
    games += static_cast<std::int64_t>(setting_.protocol->games(exhibit).size());
  }
  progress_.turns_expected = turns;
  const auto judges = static_cast<std::int64_t>(setting_.file.judges.size());
  progress_.games_expected = setting_.protocol->needs_judges() ? games * judges : games;
}

void Evaluation::start() {
  expect_turns_and_games();
  // Question by question, so that games begin early.
  const std::size_t questions = setting_.suite.questions.size();
  for (std::size_t q = 0; q < questions; ++q) {
    for (std::size_t i = q; i < slots_.size(); i += questions) begin_answer(*slots_[i]);
  }
}

void Evaluation::begin_answer(Slot& slot) {
  if (!participants_[slot.participant]->spec.is_asked()) return end_answer(slot);
  post_turn(slot);
}

void Evaluation::post_turn(Slot& slot) {
  const ModelSpec& spec = participants_[slot.participant]->spec;
  lanes_.post(spec.endpoint.text, "answers of " + spec.name.text,
              [this, &slot] { ask_turn(slot); });
}

void Evaluation::ask_turn(Slot& slot) {
  const Participant& participant = *participants_[slot.participant];
  const Question& question = setting_.suite.questions[slot.question];
  Answer& answer = slot.answer;
  const ChatRequest request = answer_request(setting_, participant, question, answer, slot.attempt);
  auto reply = models_.at(participant.spec.endpoint.text)->reply_to(request);
  if (!reply) {
    answer.failure = Failure{.kind = reply.error().kind, .reason = reply.error().what};
    note_failure(reply.error());
    progress_.turns_done += static_cast<std::int64_t>(question.turns.size() - answer.turns.size());
    return end_answer(slot);
  }
  progress_.turns_done += 1;
  const auto cost = setting_.prices.cost(participant.spec.model, reply->usage);
  answer.turns.push_back(turn_from(*std::move(reply), cost));
  if (answer.turns.size() < question.turns.size()) return post_turn(slot);
  if (asks_again(slot)) return post_turn(slot);
  for (const AnswerTurn& dropped : slot.dropped) add_attempt(answer.turns.back(), dropped);
  answer.failure = std::nullopt;
  end_answer(slot);
}

/// Takes an answer back that cannot be ruled on, where the protocol allows another attempt.
bool Evaluation::asks_again(Slot& slot) {
  const JudgeProtocol& protocol = *setting_.protocol;
  if (protocol.needs_judges() || slot.attempt + 1 >= protocol.attempts()) return false;
  const Question& question = setting_.suite.questions[slot.question];
  const Exhibit exhibit{.question = question, .candidate = slot.answer};
  for (const Game& game : protocol.games(exhibit)) {
    const auto ruling = protocol.rule_unasked(exhibit, game);
    if (!ruling || !std::holds_alternative<Unreadable>(*ruling)) return false;
  }
  ++slot.attempt;
  slot.dropped.push_back(std::move(slot.answer.turns.back()));
  slot.answer.turns.pop_back();
  progress_.turns_expected += 1;
  return true;
}

void Evaluation::end_answer(const Slot& slot) {
  for (Bout* bout : slot.bouts) {
    // The last of the two answers brings the games on; the counter also hands over what the
    // other thread wrote.
    if (--bout->answers_open == 0) post_games(*bout);
  }
}

Exhibit Evaluation::exhibit_of(const Bout& bout) const {
  return {setting_.suite.questions[bout.candidate->question], bout.candidate->answer,
          bout.opponent != nullptr ? &bout.opponent->answer : nullptr};
}

void Evaluation::post_games(Bout& bout) {
  const Exhibit exhibit = exhibit_of(bout);
  if (exhibit.candidate.failure || (exhibit.baseline != nullptr && exhibit.baseline->failure)) {
    return;
  }
  const std::vector<Game> games = setting_.protocol->games(exhibit);
  if (!setting_.protocol->needs_judges()) return rule_by_key(bout, exhibit, games);
  for (std::size_t j = 0; j < setting_.file.judges.size(); ++j) {
    for (Game game : games) {
      game.judge = setting_.file.judges[j].name;
      bout.verdicts.push_back({.game = std::move(game), .failure = kNeverAsked});
      bout.judges.push_back(j);
    }
  }
  for (std::size_t v = 0; v < bout.verdicts.size(); ++v) {
    if (auto ruling = setting_.protocol->rule_unasked(exhibit, bout.verdicts[v].game)) {
      bout.verdicts[v].ruling = *std::move(ruling);
      bout.verdicts[v].failure = std::nullopt;
      bout.verdicts[v].by_rule = true;
      progress_.games_done += 1;
      continue;
    }
    const ModelSpec& judge = setting_.file.judges[bout.judges[v]];
    lanes_.post(judge.endpoint.text, "games of " + judge.name.text,
                [this, &bout, v] { play(bout, v); });
  }
}

void Evaluation::rule_by_key(Bout& bout, const Exhibit& exhibit, const std::vector<Game>& games) {
  for (const Game& game : games) {
    bout.verdicts.push_back({.game = game, .by_rule = true});
    bout.verdicts.back().game.judge = {"key"};
    bout.verdicts.back().ruling = setting_.protocol->rule_unasked(exhibit, game);
    EVENHAND_CHECK(bout.verdicts.back().ruling.has_value());
    progress_.games_done += 1;
  }
}

void Evaluation::play(Bout& bout, std::size_t v) {
  Verdict& verdict = bout.verdicts[v];
  const ModelSpec& judge = setting_.file.judges[bout.judges[v]];
  const ChatRequest request = judge_request(setting_, judge, exhibit_of(bout), verdict.game);
  auto reply = models_.at(judge.endpoint.text)->reply_to(request);
  progress_.games_done += 1;
  if (!reply) {
    verdict.failure = Failure{.kind = reply.error().kind, .reason = reply.error().what};
    return note_failure(reply.error());
  }
  verdict.failure = std::nullopt;
  verdict.ruling = setting_.protocol->read(*reply, verdict.game);
  verdict.cost = setting_.prices.cost(judge.model, reply->usage);
  verdict.usage = reply->usage;
  verdict.stop = reply->stop;
  verdict.judgement = std::move(reply->text);
  verdict.reasoning = std::move(reply->reasoning);
  verdict.served_model = std::move(reply->served_model);
  verdict.notes = std::move(reply->notes);
}

void Evaluation::note_failure(const Error& error) {
  progress_.failures += 1;
  {
    const std::lock_guard lock(mutex_);
    if (error.kind == ErrorKind::endpoint_refused && !refused_by_) refused_by_ = error;
    if (ends_the_run(error.kind) && !stopped_by_) stopped_by_ = error;
  }
  if (ends_the_run(error.kind)) lanes_.drop_waiting();
}

Findings Evaluation::finish() {
  lanes_.wait();
  Findings findings;
  const std::size_t first_samples = participants_.size() * setting_.suite.questions.size();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (i >= first_samples && i % first_samples == 0) findings.further_samples.emplace_back();
    (i < first_samples ? findings.answers : findings.further_samples.back())
        .push_back(std::move(slots_[i]->answer));
  }
  for (const std::unique_ptr<Bout>& bout : bouts_) {
    for (Verdict& verdict : bout->verdicts) findings.verdicts.push_back(std::move(verdict));
  }
  return findings;
}

std::optional<Error> Evaluation::stopped_by() const {
  const std::lock_guard lock(mutex_);
  return stopped_by_;
}

std::optional<Error> Evaluation::refused_by() const {
  const std::lock_guard lock(mutex_);
  return refused_by_;
}

}  // namespace evenhand
