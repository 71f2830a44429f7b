#include "base/chat.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"

namespace evenhand {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::system: return "system";
    case Role::user: return "user";
    case Role::assistant: return "assistant";
  }
  check_failed("a known Role", __FILE__, __LINE__);
}

std::string_view name_of(StopReason reason) {
  switch (reason) {
    case StopReason::finished: return "finished";
    case StopReason::out_of_tokens: return "out_of_tokens";
    case StopReason::filtered: return "filtered";
    case StopReason::other: return "other";
  }
  check_failed("a known StopReason", __FILE__, __LINE__);
}

RequestKey key_of(const ChatRequest& request) {
  const Sampling& sampling = request.sampling;
  Digester digester;
  digester.add("evenhand request 1").add(request.endpoint).add(request.model).add(request.occasion);
  digester.add(shortest_text(sampling.temperature)).add(shortest_text(sampling.top_p));
  digester.add(std::to_string(sampling.max_output_tokens));
  digester.add(std::to_string(sampling.top_logprobs));
  digester.add(sampling.seed ? std::to_string(*sampling.seed) : "none");
  digester.add(std::to_string(sampling.stop.size()));
  for (const std::string& stop : sampling.stop) digester.add(stop);
  digester.add(sampling.extra);
  for (const Message& message : request.messages) {
    digester.add(name_of(message.role)).add(message.text);
  }
  // Only where there is one: the keys of other requests stay what they were.
  if (request.continuation) digester.add("continuation").add(*request.continuation);
  return {digester.finish()};
}

std::string text_before_continuation(const ChatRequest& request) {
  std::string text;
  for (const Message& message : request.messages) {
    if (!text.empty()) text += "\n\n";
    text += message.text;
  }
  return text;
}

}  // namespace evenhand
