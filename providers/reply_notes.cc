#include "providers/reply_notes.h"

#include "base/text.h"

namespace evenhand {
namespace {

constexpr double kCharactersPerToken = 4.0;
// Estimates of short prompts say nothing; long ones are never off by a factor of two.
constexpr double kLeastEstimate = 1'000.0;
constexpr double kSuspectShare = 0.5;
// Ollama's default context, to which it cuts without a word.
constexpr std::int64_t kSilentContext = 4'096;

}  // namespace

double estimated_input_tokens(const ChatRequest& request) {
  std::size_t characters = 0;
  for (const Message& message : request.messages) characters += code_points(message.text);
  characters += code_points(request.continuation.value_or(""));
  return static_cast<double>(characters) / kCharactersPerToken;
}

void add_suspicions(ChatReply& reply, const ChatRequest& request, double input_tokens) {
  if (request.sampling.top_logprobs > 0 && reply.logprobs.empty()) {
    reply.notes.emplace_back("no log probabilities: the server was asked and gave none");
  }
  if (!reply.usage.input_tokens) return;
  const std::int64_t input = *reply.usage.input_tokens;
  const std::int64_t output = reply.usage.output_tokens.value_or(0);
  const bool far_below =
      input_tokens > kLeastEstimate && static_cast<double>(input) < kSuspectShare * input_tokens;
  if (!far_below && input + output != kSilentContext) return;
  reply.notes.push_back("suspect truncation: the server counted " + std::to_string(input) +
                        " input tokens, about " +
                        std::to_string(static_cast<long long>(input_tokens)) + " were sent");
}

void name_what_to_check(Error& error, const EndpointOptions& options, const std::string& model) {
  if (error.kind != ErrorKind::endpoint_refused) return;
  const std::string key = options.key_source.empty() ? "the key" : options.key_source;
  error.what = "endpoint '" + options.name.text + "' refuses: " + error.what;
  if (error.hint.find("the key") != std::string::npos) {
    error.hint = replaced(error.hint, "the key", key);
  }
  if (error.hint.find("this model") != std::string::npos && !model.empty()) {
    error.hint = replaced(error.hint, "this model", "the model '" + model + "'");
  }
}

}  // namespace evenhand
