#include "providers/call_outcome.h"

#include "base/text.h"
#include "providers/chat_reply_reader.h"
#include "providers/error_body.h"
#include "providers/rate_headers.h"

namespace evenhand {
namespace {

constexpr std::size_t kExcerpt = 300;

/// Kinds that may turn out otherwise when the same request is sent again.
Retry retry_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unreachable:
    case ErrorKind::broken_off:
    case ErrorKind::timed_out:
    case ErrorKind::rate_limited:
    case ErrorKind::overloaded:
    case ErrorKind::malformed_reply: return Retry::later;
    case ErrorKind::bad_input:
    case ErrorKind::not_found:
    case ErrorKind::io_failed:
    case ErrorKind::corrupt_store:
    case ErrorKind::internal:
    case ErrorKind::interrupted:
    case ErrorKind::over_budget:
    case ErrorKind::not_stored:
    case ErrorKind::endpoint_refused:
    case ErrorKind::rejected:
    case ErrorKind::context_too_long:
    case ErrorKind::filtered:
    case ErrorKind::empty_reply: return Retry::never;
  }
  return Retry::never;
}

CallOutcome failed(Error error) {
  const Retry retry = retry_of(error.kind);
  const Reach reach = error.kind == ErrorKind::endpoint_refused ? Reach::endpoint : Reach::call;
  return {.failure = CallFailure{.error = std::move(error), .reach = reach, .retry = retry}};
}

CallOutcome failed_with_status(const HttpResponse& response) {
  const ErrorBody body = read_error_body(response.body).value_or(ErrorBody{});
  CallFailure failure = failure_of(response.status, body, excerpt_of(response.body, kExcerpt));
  const std::string* target = header_value(response.headers, "location");
  if (response.status >= 300 && response.status < 400 && target != nullptr) {
    failure.error.what = "status " + std::to_string(response.status) + ": it points to " +
                         excerpt_of(*target, kExcerpt);
  }
  return {.failure = std::move(failure)};
}

constexpr std::string_view kScoringHint =
    "scoring given texts needs /v1/completions with 'echo' and 'logprobs', as vLLM has them";

/// Whether an error names a parameter without which no text is scored. Errors quote what was sent,
/// the model's name too: a word that stands there need not be the parameter's name.
bool names_echo(const CallFailure& failure, const ChatRequest& request) {
  const std::string sent =
      lower_case(request.model + "\n" + text_before_continuation(request) + *request.continuation);
  const std::string words = lower_case(failure.error.what);
  const auto is_named = [&](const char* name) {
    if (failure.rejected_field == name) return true;
    return words.find(name) != std::string::npos && sent.find(name) == std::string::npos;
  };
  return is_named("echo") || is_named("logprobs");
}

CallFailure cannot_score(CallFailure failure, const char* says) {
  failure.error.what = says + (": " + failure.error.what);
  failure.error.hint = kScoringHint;
  // Without it nothing is left to ask for.
  if (failure.rejected_field == "logprobs") failure.rejected_field.clear();
  return failure;
}

/// A server without completions, or one that has them without echo, has none for any text: its own
/// word is enough. Of a 500 it is not, which may be trouble of another sort.
CallFailure failure_to_score(int status, CallFailure failure, const ChatRequest& request) {
  if (failure.reach != Reach::call) return failure;
  const bool no_path = status == 404 || status == 405 || status == 501;
  const bool rejected = status >= 400 && failure.error.kind == ErrorKind::rejected;
  if (no_path || (rejected && names_echo(failure, request))) {
    return refusal_to_score(std::move(failure));
  }
  if (status == 500 && names_echo(failure, request)) failure.reach = Reach::in_doubt;
  return failure;
}

CallOutcome failed_to_score(const HttpResponse& response, const ChatRequest& request,
                            Scored so_far) {
  CallOutcome outcome = failed_with_status(response);
  if (so_far == Scored::texts) return outcome;
  outcome.failure = failure_to_score(response.status, std::move(*outcome.failure), request);
  return outcome;
}

CallOutcome read_success(const HttpResponse& response, const ChatRequest& request, Scored so_far) {
  Result<ChatReply> reply = read_reply(response.body, request);
  if (reply) return {.reply = std::move(*reply)};
  if (reply.error().kind != ErrorKind::endpoint_refused) return failed(std::move(reply.error()));
  // A refusal inside of a 200 reaches as far as one with a status of its own.
  const std::optional<ErrorBody> body = read_error_body(response.body);
  if (body) return {.failure = failure_of(200, *body, "")};
  if (so_far == Scored::texts) {
    return failed({.kind = ErrorKind::rejected,
                   .what = "the reply does not score the text that was sent, as others of this "
                           "model did"});
  }
  return {.failure = CallFailure{
              .error = std::move(reply.error()), .reach = Reach::in_doubt, .retry = Retry::later}};
}

}  // namespace

CallOutcome outcome_of(const Result<HttpResponse>& response, Clock::Wall now,
                       const ChatRequest& request, Scored so_far) {
  if (!response) return failed(response.error());
  const bool success = response->status >= 200 && response->status < 300;
  CallOutcome outcome = success                ? read_success(*response, request, so_far)
                        : request.continuation ? failed_to_score(*response, request, so_far)
                                               : failed_with_status(*response);
  if (outcome.reply) return outcome;
  outcome.failed_usage = read_usage(response->body);
  const RateHints hints = read_rate_hints(response->headers, now);
  const Reach reach = outcome.failure->reach;
  const bool open = reach == Reach::call || reach == Reach::in_doubt;
  if (hints.should_retry && open && outcome.failure->error.kind != ErrorKind::filtered) {
    outcome.failure->retry = *hints.should_retry ? Retry::later : Retry::never;
  }
  outcome.server_wait = hints.wait;
  return outcome;
}

CallFailure refusal_to_score(CallFailure in_doubt) {
  CallFailure failure = cannot_score(std::move(in_doubt), "this server does not score given texts");
  failure.error.kind = ErrorKind::endpoint_refused;
  failure.reach = Reach::model;
  failure.retry = Retry::never;
  return failure;
}

CallFailure doubtful_score(CallFailure in_doubt) {
  CallFailure failure = cannot_score(std::move(in_doubt), "this server may not score given texts");
  // Not a server in trouble: nobody else waits for it to recover.
  failure.error.kind = ErrorKind::malformed_reply;
  failure.reach = Reach::call;
  return failure;
}

}  // namespace evenhand
