#include "run/remembering_model.h"

#include "providers/chat_reply_reader.h"

namespace evenhand {

Result<ChatReply> RememberingModel::reply_to(const ChatRequest& request) {
  const RequestKey key = key_of(request);
  EVENHAND_TRY(std::optional<StoredReply> stored, store_.find(key));
  if (stored) {
    remembered_.fetch_add(1, std::memory_order_relaxed);
    EVENHAND_TRY(ChatReply reply, read_reply(stored->raw_body, request));
    reply.notes = std::move(stored->notes);
    reply.attempt = stored->attempt;
    return reply;
  }
  if (model_ != nullptr) return model_->reply_to(request);
  EVENHAND_TRY(const std::optional<Failure> failure, store_.last_failure(key));
  if (failure) return Error{.kind = failure->kind, .what = failure->reason};
  return Error{.kind = ErrorKind::not_stored, .what = "not asked yet"};
}

}  // namespace evenhand
