#include "run/stored_words.h"

#include <string>

#include "providers/chat_reply_reader.h"

namespace evenhand {
namespace {

/// Whatever is wrong with a reply that was read before, it is the store that is damaged.
Error unreadable(Error error) {
  if (error.kind != ErrorKind::io_failed) error.kind = ErrorKind::corrupt_store;
  error.hint =
      "the run's words are read again from its store when results are written: make them with "
      "'evenhand report' when the store can be read";
  return error;
}

}  // namespace

Result<Said> StoredWords::said_in(AttemptId attempt) const {
  auto body = store_->body_of(attempt);
  if (!body) return unreadable(std::move(body.error()));
  auto reply = read_chat_reply(*body, Silence::reply);  // it has been read before
  if (!reply) return unreadable(std::move(reply.error()));
  return Said{.text = std::move(reply->text), .reasoning = std::move(reply->reasoning)};
}

}  // namespace evenhand
