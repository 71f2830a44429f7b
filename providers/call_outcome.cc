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

bool says_echo(const std::string& text) {
  return lower_case(text).find("echo") != std::string::npos;
}

/// A server without completions, or one that has them without echo, has none for any text.
bool refuses_to_score(const HttpResponse& response, const CallFailure& failure,
                      const ChatRequest& request) {
  if (failure.reach != Reach::call) return false;
  const int status = response.status;
  if (status == 404 || status == 405 || status == 501) return true;
  const bool about_request = failure.error.kind == ErrorKind::rejected || status == 500;
  // Errors quote what was sent: there the word need not be the parameter's name.
  const bool quoted = says_echo(text_before_continuation(request) + *request.continuation);
  return about_request && says_echo(failure.error.what) && !quoted;
}

CallOutcome failed_to_score(const HttpResponse& response, const ChatRequest& request,
                            Scored so_far) {
  CallOutcome outcome = failed_with_status(response);
  CallFailure& failure = *outcome.failure;
  if (so_far == Scored::texts || !refuses_to_score(response, failure, request)) return outcome;
  failure.reach = Reach::model;
  failure.retry = Retry::never;
  failure.error.kind = ErrorKind::endpoint_refused;
  failure.error.what = "this server does not score given texts: " + failure.error.what;
  failure.error.hint = "it needs /v1/completions with 'echo' and 'logprobs', as vLLM has them";
  return outcome;
}

CallOutcome read_success(const HttpResponse& response, const ChatRequest& request, Scored so_far) {
  Result<ChatReply> reply = read_reply(response.body, request);
  if (reply) return {.reply = std::move(*reply)};
  // A refusal inside of a 200 reaches as far as one with a status of its own.
  if (reply.error().kind == ErrorKind::endpoint_refused) {
    const std::optional<ErrorBody> body = read_error_body(response.body);
    if (body) return {.failure = failure_of(200, *body, "")};
    if (so_far == Scored::texts) {
      return failed({.kind = ErrorKind::rejected,
                     .what = "the reply does not score the text that was sent, as others of this "
                             "model did"});
    }
    // It echoes nothing; other models there may still be asked.
    return {.failure = CallFailure{.error = std::move(reply.error()), .reach = Reach::model}};
  }
  return failed(std::move(reply.error()));
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
  const RateHints hints = read_rate_hints(response->headers, now);
  const bool open = outcome.failure->reach == Reach::call;
  if (hints.should_retry && open && outcome.failure->error.kind != ErrorKind::filtered) {
    outcome.failure->retry = *hints.should_retry ? Retry::later : Retry::never;
  }
  outcome.server_wait = hints.wait;
  return outcome;
}

}  // namespace evenhand
