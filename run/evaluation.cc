#include "run/evaluation.h"

#include <utility>

#include "base/check.h"
#include "run/pairing.h"
#include "run/requests.h"

namespace evenhand {

struct Evaluation::Slot {
  std::size_t participant = 0;
  std::size_t question = 0;
  Answer* answer = nullptr;              // in the findings
  int attempt = 0;                       // of the last turn, from 0
  std::vector<DroppedUse> dropped = {};  // of earlier attempts: paid, and not ruled on
  std::vector<Bout*> bouts = {};         // that wait for it
};

/// Its verdicts have their places before any game is played, so that they keep their order.
struct Evaluation::Bout {
  const Slot* candidate = nullptr;
  const Slot* opponent = nullptr;  // none where answers are graded alone
  std::atomic<int> answers_open = 1;
  std::size_t first_verdict = 0;  // its places in the findings
  std::size_t places = 0;
  std::size_t games = 0;  // of one judge; 0 until there are answers to play for
};

struct Evaluation::Sides {
  const Question& question;
  Whole<Answer> candidate;
  std::optional<Whole<Answer>> opponent = {};

  /// A view of this.
  Exhibit exhibit() const { return {question, *candidate, opponent ? &**opponent : nullptr}; }
};

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
          .logprob = reply.logprob,
          .usage = reply.usage,
          .cost = cost,
          .notes = std::move(reply.notes),
          .attempt = reply.attempt};
}

template <class Number>
void add_known(std::optional<Number>& sum, const std::optional<Number>& number) {
  if (number) sum = sum.value_or(Number{}) + *number;
}

/// An attempt that was not ruled on cost tokens and money like the one that was.
void add_attempt(AnswerTurn& turn, const DroppedUse& use) {
  add_known(turn.usage.input_tokens, use.usage.input_tokens);
  add_known(turn.usage.output_tokens, use.usage.output_tokens);
  add_known(turn.cost, use.cost);
  turn.notes.emplace_back("asked again at a higher temperature: the answer could not be read");
}

Failure failure_of(const Error& error) {
  return {.kind = error.kind, .reason = error.what, .use = error.use};
}

const Failure kNeverAsked{.kind = ErrorKind::not_stored, .reason = "not asked yet"};
const Failure kNoSuchSample{.kind = ErrorKind::not_found, .reason = "the file has no such sample"};

/// What an answer is until it has been asked for.
Answer unasked_answer(const Participant& participant, const Question& question, std::size_t place,
                      std::size_t sample) {
  if (!participant.spec.is_asked() && sample < participant.answers.size()) {
    return participant.answers[sample][place];
  }
  Answer answer{.question = question.id, .model = participant.spec.name, .turns = {}};
  answer.turns.reserve(question.turns.size());
  answer.sample = static_cast<int>(sample);
  answer.failure = participant.spec.is_asked() ? kNeverAsked : kNoSuchSample;
  return answer;
}

}  // namespace

Evaluation::Evaluation(const RunSetting& setting, const RunModels& models, Lanes& lanes,
                       Progress& progress, KeptWords kept)
    : setting_(setting),
      calls_(models),
      lanes_(lanes),
      progress_(progress),
      participants_(setting.participants()),
      judges_(setting.protocol->needs_judges() ? setting.file.judges.size() : 1),
      other_grammar_(setting),
      held_(kept.words.get(), kept.room) {
  findings_.words = std::move(kept.words);
  lay_out_answers();
  lay_out_bouts();
  lay_out_verdicts();
}

Evaluation::~Evaluation() = default;

void Evaluation::lay_out_answers() {
  const std::vector<Question>& questions = setting_.suite.questions;
  const auto samples = static_cast<std::size_t>(setting_.file.samples);
  const std::size_t of_a_sample = participants_.size() * questions.size();
  findings_.answers.resize(of_a_sample);
  findings_.further_samples.resize(samples - 1, std::vector<Answer>(of_a_sample));
  slots_.reserve(samples * of_a_sample);
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t i = 0; i < of_a_sample; ++i) {
      Answer& answer = s == 0 ? findings_.answers[i] : findings_.further_samples[s - 1][i];
      const std::size_t p = i / questions.size();
      const std::size_t q = i % questions.size();
      answer = unasked_answer(*participants_[p], questions[q], q, s);
      slots_.push_back({.participant = p, .question = q, .answer = &answer});
    }
  }
}

Evaluation::Slot* Evaluation::slot_at(std::size_t participant, std::size_t question,
                                      std::size_t sample) {
  const std::size_t questions = setting_.suite.questions.size();
  return &slots_[(sample * participants_.size() + participant) * questions + question];
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

std::size_t Evaluation::most_games(const Bout& bout) const {
  const Question& question = setting_.suite.questions[bout.candidate->question];
  const Answer blank{.question = question.id,
                     .model = {},
                     .turns = std::vector<AnswerTurn>(question.turns.size())};
  const Exhibit exhibit{question, blank, bout.opponent != nullptr ? &blank : nullptr};
  return setting_.protocol->games(exhibit).size();
}

/// All places are made before the first call, so that what a run needs is known at its beginning.
void Evaluation::lay_out_verdicts() {
  std::size_t places = 0;
  for (const std::unique_ptr<Bout>& bout : bouts_) {
    bout->first_verdict = places;
    bout->places = most_games(*bout) * judges_;
    places += bout->places;
  }
  findings_.verdicts.resize(places);
  progress_.games_expected = static_cast<std::int64_t>(places);
  std::int64_t turns = 0;
  for (const Slot& slot : slots_) {
    if (!participants_[slot.participant]->spec.is_asked()) continue;
    const Question& question = setting_.suite.questions[slot.question];
    turns += static_cast<std::int64_t>(requests_for(*setting_.protocol, question));
  }
  progress_.turns_expected = turns;
}

void Evaluation::start() {
  // Question by question, so that games begin early.
  const std::size_t questions = setting_.suite.questions.size();
  for (std::size_t q = 0; q < questions; ++q) {
    for (std::size_t i = q; i < slots_.size(); i += questions) begin_answer(slots_[i]);
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
  Answer& answer = *slot.answer;
  const ChatRequest request = answer_request(setting_, participant, question, answer, slot.attempt);
  auto reply = calls_.reply_to(participant.spec.endpoint, request);
  if (!reply) {
    answer.failure = failure_of(reply.error());
    answer.dropped = std::move(slot.dropped);  // there is no turn that could count them
    count_failure(reply.error(), progress_.turns_done,
                  requests_for(*setting_.protocol, question) - answer.turns.size());
    return end_answer(slot);
  }
  progress_.turns_done += 1;
  const auto cost = setting_.prices.cost(participant.spec.model, reply->usage);
  answer.turns.push_back(turn_from(*std::move(reply), cost));
  if (answer.turns.size() < requests_for(*setting_.protocol, question)) return post_turn(slot);
  if (asks_again(slot)) return post_turn(slot);
  for (const DroppedUse& use : slot.dropped) add_attempt(answer.turns.back(), use);
  answer.failure = std::nullopt;
  end_answer(slot);
}

/// Takes an answer back that cannot be ruled on, where the protocol allows another attempt.
bool Evaluation::asks_again(Slot& slot) {
  const JudgeProtocol& protocol = *setting_.protocol;
  if (protocol.needs_judges() || slot.attempt + 1 >= protocol.attempts()) return false;
  const Question& question = setting_.suite.questions[slot.question];
  const Exhibit exhibit{.question = question, .candidate = *slot.answer};
  for (const Game& game : protocol.games(exhibit)) {
    const auto ruling = protocol.rule_unasked(exhibit, game);
    if (!ruling || !std::holds_alternative<Unreadable>(*ruling)) return false;
  }
  ++slot.attempt;
  const AnswerTurn& turn = slot.answer->turns.back();
  slot.dropped.push_back({.usage = turn.usage, .cost = turn.cost});
  slot.answer->turns.pop_back();
  progress_.turns_expected += 1;
  return true;
}

void Evaluation::end_answer(Slot& slot) {
  held_.settle(*slot.answer);
  for (Bout* bout : slot.bouts) {
    // The last of the two answers brings the games on; the counter also hands over what the
    // other thread wrote.
    if (--bout->answers_open == 0) post_games(*bout);
  }
}

Result<Evaluation::Sides> Evaluation::sides_of(const Bout& bout) const {
  EVENHAND_TRY(Whole<Answer> candidate, Whole<Answer>::of(*bout.candidate->answer, held_.words()));
  Sides sides{.question = setting_.suite.questions[bout.candidate->question],
              .candidate = std::move(candidate)};
  if (bout.opponent != nullptr) {
    EVENHAND_TRY(sides.opponent, Whole<Answer>::of(*bout.opponent->answer, held_.words()));
  }
  return sides;
}

void Evaluation::post_games(Bout& bout) {
  const Answer& candidate = *bout.candidate->answer;
  const Answer* opponent = bout.opponent != nullptr ? bout.opponent->answer : nullptr;
  if (candidate.failure || (opponent != nullptr && opponent->failure)) return;
  const Question& question = setting_.suite.questions[bout.candidate->question];
  const std::vector<Game> games = setting_.protocol->games({question, candidate, opponent});
  bout.games = games.size();
  const std::span<Verdict> verdicts = verdicts_of(bout);
  for (std::size_t v = 0; v < verdicts.size(); ++v) {
    verdicts[v] = {.game = games[v % games.size()], .failure = kNeverAsked};
    verdicts[v].game.judge = judge_of(bout, v);
  }
  const auto sides = sides_of(bout);
  if (!sides) {
    calls_.note(sides.error());
    return fail(verdicts, sides.error());
  }
  for (std::size_t v = 0; v < verdicts.size(); ++v) {
    if (rule_unasked(sides->exhibit(), verdicts[v])) continue;
    const ModelSpec& judge = setting_.file.judges[v / bout.games];
    lanes_.post(judge.endpoint.text, "games of " + judge.name.text,
                [this, &bout, v] { play(bout, v); });
  }
}

/// One judge's games after another's.
ModelId Evaluation::judge_of(const Bout& bout, std::size_t verdict) const {
  if (!setting_.protocol->needs_judges()) return {"key"};
  return setting_.file.judges[verdict / bout.games].name;
}

std::span<Verdict> Evaluation::verdicts_of(const Bout& bout) {
  const std::size_t games = bout.games * judges_;
  EVENHAND_CHECK(games <= bout.places);
  return std::span(findings_.verdicts).subspan(bout.first_verdict, games);
}

bool Evaluation::rule_unasked(const Exhibit& exhibit, Verdict& verdict) {
  auto ruling = setting_.protocol->rule_unasked(exhibit, verdict.game);
  EVENHAND_CHECK(ruling || setting_.protocol->needs_judges());
  if (!ruling) return false;
  verdict.ruling = *std::move(ruling);
  verdict.failure = std::nullopt;
  verdict.by_rule = true;
  progress_.games_done += 1;
  return true;
}

void Evaluation::fail(std::span<Verdict> verdicts, const Error& error) {
  for (Verdict& verdict : verdicts) {
    verdict.failure = failure_of(error);
    count_failure(error, progress_.games_done, 1);
  }
}

/// What was never asked is neither done nor failed.
void Evaluation::count_failure(const Error& error, std::atomic<std::int64_t>& done,
                               std::size_t calls) {
  if (error.kind == ErrorKind::not_stored) return;
  progress_.failures += 1;
  done += static_cast<std::int64_t>(calls);
}

Result<ChatReply> Evaluation::ask_judge(const Bout& bout, const ModelSpec& judge,
                                        const Game& game) {
  const auto sides = sides_of(bout);
  if (!sides) {
    calls_.note(sides.error());
    return sides.error();
  }
  const ChatRequest request = judge_request(setting_, judge, sides->exhibit(), game);
  return calls_.reply_to(judge.endpoint, request);
}

void Evaluation::play(const Bout& bout, std::size_t v) {
  Verdict& verdict = verdicts_of(bout)[v];
  const ModelSpec& judge = setting_.file.judges[v / bout.games];
  auto reply = ask_judge(bout, judge, verdict.game);
  if (!reply) return fail({&verdict, 1}, reply.error());
  progress_.games_done += 1;
  verdict.failure = std::nullopt;
  verdict.ruling = setting_.protocol->read(*reply, verdict.game);
  verdict.read_differently =
      other_grammar_.reads_differently(*reply, verdict.game, *verdict.ruling);
  verdict.cost = setting_.prices.cost(judge.model, reply->usage);
  verdict.usage = reply->usage;
  verdict.stop = reply->stop;
  verdict.judgement = std::move(reply->text);
  verdict.reasoning = std::move(reply->reasoning);
  verdict.served_model = std::move(reply->served_model);
  verdict.notes = std::move(reply->notes);
  verdict.attempt = reply->attempt;
  held_.settle(verdict);
}

Findings Evaluation::finish() {
  lanes_.wait();
  drop_unused_places();
  return std::move(findings_);
}

/// Nobody plays for answers that are not there.
void Evaluation::drop_unused_places() {
  std::vector<Verdict>& verdicts = findings_.verdicts;
  std::size_t kept = 0;
  for (const std::unique_ptr<Bout>& bout : bouts_) {
    for (Verdict& verdict : verdicts_of(*bout)) {
      if (&verdicts[kept] != &verdict) verdicts[kept] = std::move(verdict);
      ++kept;
    }
  }
  verdicts.resize(kept);
}

}  // namespace evenhand
