#include "run/calls.h"

#include "base/check.h"

namespace evenhand {

bool ends_the_run(ErrorKind kind) {
  return kind == ErrorKind::over_budget || kind == ErrorKind::io_failed ||
         kind == ErrorKind::corrupt_store || kind == ErrorKind::interrupted;
}

Result<ChatReply> Calls::reply_to(const EndpointId& endpoint, const ChatRequest& request) {
  const auto found = models_.by_endpoint.find(endpoint.text);
  EVENHAND_CHECK(found != models_.by_endpoint.end());
  Result<ChatReply> reply = found->second->reply_to(request);
  if (reply) return reply;
  note(reply.error());
  if (!ends_the_run(reply.error().kind)) return reply;
  return found->second->reply_to(request);
}

void Calls::note(const Error& error) {
  // What was refused once may be allowed by now: only who was asked can refuse.
  const bool refuses = error.kind == ErrorKind::endpoint_refused && !error.is_remembered;
  const bool ends = ends_the_run(error.kind);
  if (ends && models_.asks_nobody != nullptr) *models_.asks_nobody = true;
  const std::lock_guard lock(mutex_);
  if (refuses && !refused_by_) refused_by_ = error;
  if (ends && !stopped_by_) stopped_by_ = error;
}

std::optional<Error> Calls::stopped_by() const {
  const std::lock_guard lock(mutex_);
  return stopped_by_;
}

std::optional<Error> Calls::refused_by() const {
  const std::lock_guard lock(mutex_);
  return refused_by_;
}

}  // namespace evenhand
