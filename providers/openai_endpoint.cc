#include "providers/openai_endpoint.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/rng.h"
#include "base/text.h"
#include "providers/model_list.h"
#include "providers/openai_request.h"
#include "providers/reply_notes.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

// Bodies of failures are kept to be read by people.
constexpr std::size_t kKeptFailureBody = std::size_t{64} << 10;
// Twice: a token may run out between reading it and sending it.
constexpr int kKeyRereads = 2;
constexpr int kModelsAttempts = 3;
constexpr int kFieldStart = 20;  // calls at once that every hosted server bears

GateOptions gate_options(const EndpointOptions& options, const EndpointAddress& address) {
  const int most = std::max(1, options.in_flight);
  GateOptions gate{.start = address.is_local() ? most : std::min(kFieldStart, most), .most = most};
  if (options.requests_per_minute) gate.requests_per_minute = *options.requests_per_minute;
  if (options.tokens_per_minute) {
    gate.tokens_per_minute = static_cast<double>(*options.tokens_per_minute);
  }
  gate.outage_patience = options.retry.longest_outage;
  gate.longest_pause = options.retry.longest_wait;
  gate.silence_worth_a_word = options.silence_worth_a_word;
  return gate;
}

/// No sign of life, or a server in trouble: what outages are made of.
bool is_trouble(ErrorKind kind) {
  return kind == ErrorKind::unreachable || kind == ErrorKind::broken_off ||
         kind == ErrorKind::timed_out || kind == ErrorKind::overloaded;
}

Passage passage_of(const CallOutcome& outcome) {
  if (outcome.reply) return Passage::fine;
  const ErrorKind kind = outcome.failure->error.kind;
  if (kind == ErrorKind::rate_limited) return Passage::rate_limited;
  return is_trouble(kind) ? Passage::trouble : Passage::fine;
}

bool is_known(const Usage& usage) { return usage.input_tokens && usage.output_tokens; }

}  // namespace

OpenAiEndpoint::OpenAiEndpoint(EndpointOptions options, EndpointAddress address,
                               HttpTransport& network, AttemptLog& log, Clock& clock)
    : options_(std::move(options)),
      address_(std::move(address)),
      network_(network),
      log_(log),
      clock_(clock),
      gate_(gate_options(options_, address_), clock),
      api_key_(options_.api_key),
      redaction_(options_.api_key) {}

Result<ChatReply> OpenAiEndpoint::reply_to(const ChatRequest& request) {
  EVENHAND_OK(refusal_of(request.model));
  Call call{.request = request,
            .key = key_of(request),
            .number = calls_.fetch_add(1),
            .input_tokens = estimated_input_tokens(request)};
  gate_.note_first_attempt();
  Result<ChatReply> reply = reply_of_attempts(call);
  // Not where attempts end: their errors are kept for calls that are turned away, and those use
  // nothing, or what they have used themselves.
  if (!reply) reply.error().use = call.used;
  return reply;
}

Result<ChatReply> OpenAiEndpoint::reply_of_attempts(Call& call) {
  while (true) {
    EVENHAND_TRY(CallOutcome outcome, attempt(call));
    if (outcome.reply) return std::move(*outcome.reply);
    EVENHAND_OK(before_next_attempt(call, outcome));
    retries_.fetch_add(1);
  }
}

Result<CallOutcome> OpenAiEndpoint::attempt(Call& call) {
  call.dialect = dialect_of(call.request.model);
  EVENHAND_TRY(const std::string body, request_body(call.request, call.dialect));
  const double tokens = call.input_tokens + call.request.sampling.max_output_tokens;
  EVENHAND_OK(gate_.enter(call.request.model, tokens));
  const Result<void> welcome = refusal_of(call.request.model);
  Result<CallOutcome> outcome = welcome ? send_logged(call, body) : welcome.error();
  if (!outcome) {
    gate_.leave(Passage::trouble, tokens);
    return outcome;
  }
  leave(*outcome, tokens);
  return outcome;
}

void OpenAiEndpoint::leave(const CallOutcome& outcome, double tokens) {
  double spare = 0.0;
  const Usage& usage = outcome.reply ? outcome.reply->usage : outcome.failed_usage;
  if (is_known(usage)) {
    spare = tokens - static_cast<double>(*usage.input_tokens + *usage.output_tokens);
  }
  gate_.leave(passage_of(outcome), spare);
}

Result<CallOutcome> OpenAiEndpoint::send_logged(Call& call, const std::string& body) {
  call.api_key = current_key();
  EVENHAND_TRY(const AttemptId id,
               log_.begin({.key = call.key,
                           .occasion = call.request.occasion,
                           .endpoint = call.request.endpoint,
                           .model = call.request.model,
                           .body = body,
                           .max_output_tokens = call.request.sampling.max_output_tokens}));
  requests_.fetch_add(1);
  note_doubts(call);
  const Clock::Steady begin = clock_.steady();
  Result<HttpResponse> response = network_.send(http_request(call, body));
  const milliseconds latency = clock_.steady() - begin;
  const Redaction redaction(call.api_key);
  if (response) {
    response->body = redaction.apply(std::move(response->body));
  } else {
    response.error().what = redaction.apply(std::move(response.error().what));
  }
  CallOutcome outcome = read(call, response);
  if (outcome.reply) annotate(call, *outcome.reply);
  AttemptEnd end = end_of(call, response, outcome);
  end.latency = latency;
  call.used = {may_be_paid_for(end), end.usage};
  EVENHAND_OK(log_.end(id, end));
  if (outcome.reply) outcome.reply->attempt = id;
  return outcome;
}

HttpRequest OpenAiEndpoint::http_request(const Call& call, const std::string& body) const {
  const std::string& model = call.request.model;
  HttpRequest request{
      .url = call.request.continuation ? address_.completions_url(model) : address_.chat_url(model),
      .headers = headers(call.api_key),
      .body = body,
      .timeouts = options_.timeouts};
  request.headers.push_back({"Content-Type", "application/json"});
  return request;
}

std::vector<HttpHeader> OpenAiEndpoint::headers(const std::string& key) const {
  std::vector<HttpHeader> headers{
      {"User-Agent", "evenhand"}, {"Accept", "application/json"}, {"Accept-Encoding", "identity"}};
  if (key.empty()) return headers;
  // Azure's second sort of key is a signed token, which begins like every JSON object in base64.
  const bool token = options_.kind == EndpointKind::openai || key.starts_with("eyJ");
  headers.push_back(token ? HttpHeader{"Authorization", "Bearer " + key}
                          : HttpHeader{"api-key", key});
  return headers;
}

AttemptEnd OpenAiEndpoint::end_of(const Call& call, const Result<HttpResponse>& response,
                                  const CallOutcome& outcome) const {
  AttemptEnd end;
  if (response) {
    end.http_status = response->status;
    end.raw_body = outcome.reply ? response->body : response->body.substr(0, kKeptFailureBody);
  }
  end.usage = outcome.reply ? outcome.reply->usage : outcome.failed_usage;
  if (options_.price && is_known(end.usage)) {
    end.cost = options_.price(call.request.model, end.usage);
  }
  if (outcome.failure) {
    end.error = outcome.failure->error;
    return end;
  }
  end.accepted = true;
  end.served_model = outcome.reply->served_model;
  end.notes = outcome.reply->notes;
  return end;
}

void OpenAiEndpoint::annotate(const Call& call, ChatReply& reply) const {
  for (std::string& note : notes_of(call.dialect)) reply.notes.push_back(std::move(note));
  add_suspicions(reply, call.request, call.input_tokens);
}

Result<void> OpenAiEndpoint::before_next_attempt(Call& call, const CallOutcome& outcome) {
  const CallFailure& failure = *outcome.failure;
  if (learn(call, failure) || reread_key(call, failure)) return {};
  if (failure.reach != Reach::call) refuse(failure, call.request.model);
  const bool outage =
      is_trouble(failure.error.kind) && gate_.note_trouble(failure.error, call.number);
  if (failure.retry == Retry::never) return failure.error;
  // During an outage nobody's attempts are used up: the gate says when to give up.
  if (outage) return gate_.rest(milliseconds(0));
  if (++call.attempts >= options_.retry.max_attempts) return failure.error;
  if (!outcome.server_wait) return gate_.rest(back_off(call));
  gate_.hold(std::min(*outcome.server_wait, options_.retry.longest_hint));
  return gate_.rest(milliseconds(0));
}

milliseconds OpenAiEndpoint::back_off(const Call& call) const {
  const RetryPolicy& policy = options_.retry;
  milliseconds longest = policy.first_wait;
  for (int i = 1; i < call.attempts && longest < policy.longest_wait; ++i) longest *= 2;
  longest = std::min(longest, policy.longest_wait);
  Rng rng =
      Rng::for_purpose(options_.seed, call.request.occasion + "/" + std::to_string(call.number) +
                                          "/" + std::to_string(call.attempts));
  return milliseconds(rng.below(static_cast<std::size_t>(longest.count()) + 1));
}

bool OpenAiEndpoint::learn(Call& call, const CallFailure& failure) {
  // Held against the dialect of this attempt: another call may have learned the same meanwhile.
  if (failure.rejected_field.empty()) return false;
  if (!learn_rejected(call.dialect, failure.rejected_field)) return false;
  const std::lock_guard lock(mutex_);
  learn_rejected(dialects_[call.request.model], failure.rejected_field);
  return true;
}

bool OpenAiEndpoint::reread_key(Call& call, const CallFailure& failure) {
  if (!options_.reread_key || failure.error.kind != ErrorKind::endpoint_refused) return false;
  if (failure.reach != Reach::endpoint || ++call.rereads > kKeyRereads) return false;
  Result<std::string> key = usable_key(options_.reread_key(), options_.key_source);
  if (!key || *key == call.api_key || key->empty()) return false;
  const std::lock_guard lock(mutex_);
  api_key_ = std::move(*key);
  return true;
}

std::string OpenAiEndpoint::current_key() const {
  const std::lock_guard lock(mutex_);
  return api_key_;
}

Dialect OpenAiEndpoint::dialect_of(const std::string& model) const {
  const std::lock_guard lock(mutex_);
  const auto known = dialects_.find(model);
  return known == dialects_.end() ? Dialect{} : known->second;
}

Result<void> OpenAiEndpoint::refusal_of(const std::string& model) const {
  const std::lock_guard lock(mutex_);
  if (refused_) return *refused_;
  const auto found = refused_models_.find(model);
  if (found != refused_models_.end()) return found->second;
  if (std::optional<Error> refusal = scoring_.refusal_of(model)) return *std::move(refusal);
  return {};
}

void OpenAiEndpoint::refuse(const CallFailure& failure, const std::string& model) {
  {
    const std::lock_guard lock(mutex_);
    if (failure.reach == Reach::model) {
      refused_models_.emplace(model, failure.error);
      return;
    }
    if (!refused_) refused_ = failure.error;
  }
  gate_.close(failure.error);
}

void OpenAiEndpoint::note_doubts(Call& call) const {
  const std::lock_guard lock(mutex_);
  call.doubts = scoring_.doubts(call.request.model);
}

CallOutcome OpenAiEndpoint::read(const Call& call, const Result<HttpResponse>& response) {
  const std::string& model = call.request.model;
  const auto so_far = [&] {
    const std::lock_guard lock(mutex_);
    return scoring_.so_far(model);
  };
  CallOutcome outcome = outcome_of(response, clock_.now(), call.request, so_far());
  if (outcome.reply && outcome.reply->logprob) {
    const std::lock_guard lock(mutex_);
    scoring_.on_scored(model);
  }
  if (!outcome.failure) return outcome;
  const bool in_doubt = outcome.failure->reach == Reach::in_doubt;
  if (in_doubt) {
    settle_doubt(call, *outcome.failure);
  } else {
    name_what_to_check(outcome.failure->error, options_, model);
  }
  return outcome;
}

/// The refusal is kept by the record of scores alone, which takes it back when a text is scored
/// after all: a slow reply may be under way.
void OpenAiEndpoint::settle_doubt(const Call& call, CallFailure& failure) {
  const std::string& model = call.request.model;
  const std::lock_guard lock(mutex_);
  if (!scoring_.on_odd(model, call.number, call.doubts)) {
    failure = doubtful_score(std::move(failure));
    return;
  }
  failure = refusal_to_score(std::move(failure));
  failure.reach = Reach::call;
  name_what_to_check(failure.error, options_, model);
  scoring_.refuse(model, failure.error);
}

Result<std::vector<std::string>> OpenAiEndpoint::models() {
  const std::string key = current_key();
  for (int attempts = 1;; ++attempts) {
    const Result<HttpResponse> response = network_.send({.method = HttpMethod::get,
                                                         .url = address_.models_url(),
                                                         .headers = headers(key),
                                                         .timeouts = options_.timeouts});
    Result<std::vector<std::string>> names = read_model_list(response, clock_.now());
    if (names) return names;
    Error& error = names.error();
    error.what = Redaction(key).apply(std::move(error.what));
    name_what_to_check(error, options_, "");
    const bool worth_a_try = is_trouble(error.kind) || error.kind == ErrorKind::rate_limited;
    if (!worth_a_try || attempts == kModelsAttempts) return names;
    EVENHAND_OK(gate_.rest(options_.retry.first_wait));
  }
}

void OpenAiEndpoint::drain() {
  gate_.close({.kind = ErrorKind::interrupted, .what = "the run was asked to stop"});
}

EndpointStatus OpenAiEndpoint::status() const {
  EndpointStatus status{.requests = requests_.load(),
                        .retries = retries_.load(),
                        .in_flight = gate_.in_flight(),
                        .allowed_in_flight = gate_.allowed(),
                        .waiting_for = gate_.waiting_for()};
  const std::lock_guard lock(mutex_);
  status.refused = refused_;
  return status;
}

Result<std::unique_ptr<Endpoint>> Endpoint::create(EndpointOptions options, HttpTransport& network,
                                                   AttemptLog& log, Clock& clock) {
  EVENHAND_TRY(options.api_key, usable_key(options.api_key, options.key_source));
  EVENHAND_TRY(EndpointAddress address, EndpointAddress::from(options));
  return std::unique_ptr<Endpoint>(std::make_unique<OpenAiEndpoint>(
      std::move(options), std::move(address), network, log, clock));
}

}  // namespace evenhand
