#include "run/remembering_model.h"

#include "providers/chat_reply_reader.h"

namespace evenhand {

namespace {

/// The key as it was where the base URL was written with a slash at its end.
RequestKey key_with_slash(ChatRequest request) {
  request.endpoint += '/';
  return key_of(request);
}

bool is_simulated(const ChatRequest& request) { return request.endpoint.starts_with("simulated:"); }

Result<std::optional<Failure>> last_failure(const RunStore& store, const ChatRequest& request) {
  EVENHAND_TRY(std::optional<Failure> failure, store.last_failure(key_of(request)));
  if (failure || is_simulated(request)) return failure;
  return store.last_failure(key_with_slash(request));
}

}  // namespace

Result<std::optional<StoredReply>> find_stored(const RunStore& store, const ChatRequest& request) {
  EVENHAND_TRY(std::optional<StoredReply> stored, store.find(key_of(request)));
  if (stored || is_simulated(request)) return stored;
  return store.find(key_with_slash(request));
}

Result<ChatReply> RememberingModel::reply_to(const ChatRequest& request) {
  EVENHAND_TRY(std::optional<StoredReply> stored, find_stored(store_, request));
  if (stored) {
    remembered_.fetch_add(1, std::memory_order_relaxed);
    EVENHAND_TRY(ChatReply reply, read_reply(stored->raw_body, request));
    reply.notes = std::move(stored->notes);
    reply.attempt = stored->attempt;
    return reply;
  }
  if (asks()) return model_->reply_to(request);
  EVENHAND_TRY(const std::optional<Failure> failure, last_failure(store_, request));
  if (failure) {
    return Error{
        .kind = failure->kind, .what = failure->reason, .use = failure->use, .is_remembered = true};
  }
  return Error{.kind = ErrorKind::not_stored, .what = "not asked yet"};
}

}  // namespace evenhand
