#pragma once

#include <chrono>
#include <optional>

#include "base/chat.h"
#include "base/clock.h"
#include "providers/call_failure.h"
#include "providers/http_transport.h"

namespace evenhand {

/// What one attempt came to: exactly one of `reply` and `failure` is set.
struct CallOutcome {
  std::optional<ChatReply> reply = {};
  std::optional<CallFailure> failure = {};
  Usage failed_usage = {};  // that a response without a reply tells of: refused, and billed
  std::optional<std::chrono::milliseconds> server_wait = {};  // how long the server asks us to wait
};

/// Whether a model has scored given texts so far: one that has is not one that cannot.
enum class Scored { nothing, texts };

/// Pure, but for the time that dates in headers are held against. `request` tells what sort of
/// reply was asked for. As long as a model has scored no text, a server that says that it cannot
/// (no such path; a rejection that names 'echo' or 'logprobs') refuses for all of them, and an odd
/// reply (a 200 that echoes nothing, a 500 that names one of the two) is in doubt. Afterwards both
/// fail their own call alone.
CallOutcome outcome_of(const Result<HttpResponse>& response, Clock::Wall now,
                       const ChatRequest& request = {}, Scored so_far = Scored::nothing);

/// A failure in doubt whose doubt is over: the model scores no given texts.
CallFailure refusal_to_score(CallFailure in_doubt);

/// A failure in doubt that remains one: it says so, and may be tried again.
CallFailure doubtful_score(CallFailure in_doubt);

}  // namespace evenhand
