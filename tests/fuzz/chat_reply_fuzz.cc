#include "providers/chat_reply_reader.h"
#include "providers/error_body.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  const std::string_view body = bytes_of(data, size);
  if (const auto reply = read_chat_reply(body)) {
    EVENHAND_CHECK(!reply->text.empty());
    EVENHAND_CHECK(reply->usage.output_tokens.value_or(0) >= 0);
  }
  if (const auto scored = read_scored_reply(body, "Q:", " No.")) {
    EVENHAND_CHECK(scored->logprob.has_value() && !scored->logprobs.empty());
  }
  if (const auto error = read_error_body(body)) {
    const std::string shown = excerpt_of(error->message, 200);
    EVENHAND_CHECK(shown.find('\n') == std::string::npos &&
                   shown.find('\x1b') == std::string::npos);
  }
  return 0;
}
