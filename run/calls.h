#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/chat.h"

namespace evenhand {

/// Who is asked in a run.
struct RunModels {
  /// One model for each endpoint, by the endpoint's name. All outlive this.
  std::map<std::string, ChatModel*> by_endpoint = {};

  /// Once it is true, the models know only what is stored; calls that have begun go on. nullptr:
  /// they never knew more.
  std::atomic<bool>* asks_nobody = nullptr;
};

/// Does such a failure mean that nothing which follows can succeed: no call may be paid for, or
/// none can be kept?
bool ends_the_run(ErrorKind kind);

/// The calls of a run. One that ends the run leaves its models with what is stored: all the rest
/// goes on as it does offline, so that nothing that is there is left out because of what may not be
/// asked any more. Safe to use from several threads at once.
class Calls {
 public:
  /// `models` outlive this.
  explicit Calls(const RunModels& models) : models_(models) {}

  /// What the model at that endpoint says. Where the call ends the run: what the store says of this
  /// request, `not_stored` or how it failed before, as if the call had not been tried.
  Result<ChatReply> reply_to(const EndpointId& endpoint, const ChatRequest& request);

  /// Keeps why the run ends, where this error ends it, and has nobody asked from now on.
  void note(const Error& error);

  /// Why the run ended early, where it did: the budget, the store, the user.
  std::optional<Error> stopped_by() const;

  /// The first refusal of an endpoint that was for good: a key, a quota, a model it does not know.
  /// Also of a call that was under way when the run ended; none that the store remembers.
  std::optional<Error> refused_by() const;

 private:
  const RunModels& models_;
  mutable std::mutex mutex_;
  std::optional<Error> stopped_by_;
  std::optional<Error> refused_by_;
};

}  // namespace evenhand
