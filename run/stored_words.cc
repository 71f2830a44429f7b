#include "run/stored_words.h"

#include <string>

#include "providers/chat_reply_reader.h"

namespace evenhand {

Result<Said> StoredWords::said_in(AttemptId attempt) const {
  EVENHAND_TRY(const std::string body, store_->body_of(attempt));
  EVENHAND_TRY(ChatReply reply, read_chat_reply(body));
  return Said{.text = std::move(reply.text), .reasoning = std::move(reply.reasoning)};
}

}  // namespace evenhand
