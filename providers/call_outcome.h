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
  std::optional<std::chrono::milliseconds> server_wait = {};  // how long the server asks us to wait
};

/// Whether a model has scored given texts so far: one that has is not one that cannot.
enum class Scored { nothing, texts };

/// Pure, but for the time that dates in headers are held against. `request` tells what sort of
/// reply was asked for. A server that cannot score given texts refuses for all of the model's, as
/// long as it has scored none; afterwards an odd reply fails its own call alone.
CallOutcome outcome_of(const Result<HttpResponse>& response, Clock::Wall now,
                       const ChatRequest& request = {}, Scored so_far = Scored::nothing);

}  // namespace evenhand
