#include "run/evaluation.h"

#include <utility>

#include "base/check.h"
#include "run/requests.h"

namespace evenhand {

/// The games are laid out before any is played, so that verdicts keep their order.
struct Evaluation::Bout {
  std::size_t candidate = 0;
  std::size_t question = 0;
  std::atomic<int> answers_open = 1;  // candidate's, and the baseline's where there is one
  std::vector<Verdict> verdicts = {};
  std::vector<std::size_t> judges = {};  // index of the judge, for each verdict
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

/// Nothing that follows can succeed: no call may be paid for, or none can be kept.
bool ends_the_run(ErrorKind kind) {
  return kind == ErrorKind::over_budget || kind == ErrorKind::io_failed ||
         kind == ErrorKind::corrupt_store || kind == ErrorKind::interrupted;
}

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

const Failure kNeverAsked{.kind = ErrorKind::not_stored, .reason = "not asked yet"};

}  // namespace

Evaluation::Evaluation(const RunSetting& setting, const Models& models, Lanes& lanes,
                       Progress& progress)
    : setting_(setting),
      models_(models),
      lanes_(lanes),
      progress_(progress),
      participants_(setting.participants()) {
  const std::vector<Question>& questions = setting_.suite.questions;
  for (const Participant* participant : participants_) {
    std::vector<Answer> answers = participant->answers;
    for (std::size_t q = answers.size(); q < questions.size(); ++q) {
      answers.push_back(
          {.question = questions[q].id, .model = participant->spec.name, .turns = {}});
    }
    answers_.push_back(std::move(answers));
  }
  for (std::size_t c = 0; c < setting_.candidates.size(); ++c) {
    for (std::size_t q = 0; q < questions.size(); ++q) {
      auto bout = std::make_unique<Bout>();
      bout->candidate = c;
      bout->question = q;
      bout->answers_open = setting_.baseline ? 2 : 1;
      bouts_.push_back(std::move(bout));
    }
  }
}

Evaluation::~Evaluation() = default;

Answer& Evaluation::answer_at(std::size_t participant, std::size_t question) {
  return answers_[participant][question];
}

void Evaluation::expect_turns_and_games() {
  std::int64_t turns = 0;
  std::int64_t games = 0;
  for (const Question& question : setting_.suite.questions) {
    const auto turns_here = static_cast<std::int64_t>(question.turns.size());
    const Answer blank{.question = question.id,
                       .model = {},
                       .turns = std::vector<AnswerTurn>(question.turns.size())};
    const Exhibit exhibit{question, blank, setting_.baseline ? &blank : nullptr};
    games += static_cast<std::int64_t>(setting_.protocol->games(exhibit).size());
    for (const Participant* participant : participants_) {
      if (participant->spec.is_asked()) turns += turns_here;
    }
  }
  progress_.turns_expected = turns;
  progress_.games_expected = games * static_cast<std::int64_t>(setting_.candidates.size()) *
                             static_cast<std::int64_t>(setting_.file.judges.size());
}

void Evaluation::start() {
  expect_turns_and_games();
  for (std::size_t q = 0; q < setting_.suite.questions.size(); ++q) {
    for (std::size_t p = 0; p < participants_.size(); ++p) begin_answer(p, q);
  }
}

void Evaluation::begin_answer(std::size_t participant, std::size_t question) {
  if (!participants_[participant]->spec.is_asked()) return end_answer(participant, question);
  // What the answer is until it has been asked for; a stop may drop the job.
  answer_at(participant, question).failure = kNeverAsked;
  post_turn(participant, question);
}

void Evaluation::post_turn(std::size_t participant, std::size_t question) {
  const ModelSpec& spec = participants_[participant]->spec;
  lanes_.post(spec.endpoint.text, "answers of " + spec.name.text,
              [this, participant, question] { ask_turn(participant, question); });
}

void Evaluation::ask_turn(std::size_t p, std::size_t q) {
  const Participant& participant = *participants_[p];
  const Question& question = setting_.suite.questions[q];
  Answer& answer = answer_at(p, q);
  const ChatRequest request = answer_request(setting_, participant, question, answer);
  auto reply = models_.at(participant.spec.endpoint.text)->reply_to(request);
  if (!reply) {
    answer.failure = Failure{.kind = reply.error().kind, .reason = reply.error().what};
    note_failure(reply.error());
    progress_.turns_done += static_cast<std::int64_t>(question.turns.size() - answer.turns.size());
    return end_answer(p, q);
  }
  progress_.turns_done += 1;
  const auto cost = setting_.prices.cost(participant.spec.model, reply->usage);
  answer.turns.push_back(turn_from(*std::move(reply), cost));
  if (answer.turns.size() < question.turns.size()) return post_turn(p, q);
  answer.failure = std::nullopt;
  end_answer(p, q);
}

void Evaluation::end_answer(std::size_t participant, std::size_t question) {
  const std::size_t questions = setting_.suite.questions.size();
  const bool is_baseline = participant == setting_.candidates.size();
  const std::size_t first = is_baseline ? 0 : participant;
  const std::size_t last = is_baseline ? setting_.candidates.size() : participant + 1;
  for (std::size_t c = first; c < last; ++c) {
    // The last of the two answers brings the games on; the counter also hands over what the
    // other thread wrote.
    if (--bouts_[c * questions + question]->answers_open == 0) post_games(c, question);
  }
}

Exhibit Evaluation::exhibit_of(const Bout& bout) const {
  const Answer* baseline = setting_.baseline ? &answers_.back()[bout.question] : nullptr;
  return {setting_.suite.questions[bout.question], answers_[bout.candidate][bout.question],
          baseline};
}

void Evaluation::post_games(std::size_t candidate, std::size_t question) {
  Bout& bout = *bouts_[candidate * setting_.suite.questions.size() + question];
  const Exhibit exhibit = exhibit_of(bout);
  if (exhibit.candidate.failure || (exhibit.baseline != nullptr && exhibit.baseline->failure)) {
    return;
  }
  const std::vector<Game> games = setting_.protocol->games(exhibit);
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
  for (std::vector<Answer>& answers : answers_) {
    for (Answer& answer : answers) findings.answers.push_back(std::move(answer));
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
