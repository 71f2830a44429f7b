#include "providers/openai_request.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "providers/json_text.h"

namespace evenhand {
namespace {

constexpr std::size_t kMaxStops = 4;  // OpenAI's own limit; others cut silently or fail
// Several servers reject an empty assistant message; the question behind it must still be asked.
constexpr std::string_view kEmptyAnswer = "(no answer)";
// Fields that are set from the request, and two that would change what a reply looks like.
constexpr std::string_view kOurs[] = {
    "model", "messages", "temperature",  "top_p", "max_tokens", "max_completion_tokens",
    "stop",  "logprobs", "top_logprobs", "seed",  "n",          "stream"};
// And of a text that is scored, where they are set; a chat may be asked with an 'echo' of its own.
constexpr std::string_view kOursOfScored[] = {"prompt", "echo", "suffix", "best_of"};

void append_message(std::string& body, Role role, std::string_view text) {
  if (!body.ends_with('[')) body += ',';
  body += R"({"role":")";
  body += name_of(role);
  body += R"(","content":)";
  append_json_string(body, text);
  body += '}';
}

std::string system_text(const ChatRequest& request) {
  std::string text;
  for (const Message& message : request.messages) {
    if (message.role != Role::system) continue;
    if (!text.empty()) text += "\n\n";
    text += message.text;
  }
  return text;
}

void append_messages(std::string& body, const ChatRequest& request) {
  body += R"("messages":[)";
  const std::string system = system_text(request);
  if (!system.empty()) append_message(body, Role::system, system);
  for (const Message& message : request.messages) {
    if (message.role == Role::system) continue;
    const bool placeholder = message.role == Role::assistant && trimmed(message.text).empty();
    append_message(body, message.role, placeholder ? kEmptyAnswer : message.text);
  }
  body += ']';
}

void append_number(std::string& body, std::string_view name, double value) {
  body += ",\"";
  body += name;
  body += "\":";
  body += shortest_text(value);
}

void append_sampling(std::string& body, const Sampling& sampling, const Dialect& dialect) {
  if (dialect.sends("temperature")) append_number(body, "temperature", sampling.temperature);
  if (dialect.sends("top_p")) append_number(body, "top_p", sampling.top_p);
  body += dialect.token_field == TokenField::max_tokens ? ",\"max_tokens\":"
                                                        : ",\"max_completion_tokens\":";
  body += std::to_string(sampling.max_output_tokens);
  if (sampling.top_logprobs > 0 && dialect.sends("logprobs")) {
    body += ",\"logprobs\":true,\"top_logprobs\":" + std::to_string(sampling.top_logprobs);
  }
  if (sampling.seed && dialect.sends("seed")) body += ",\"seed\":" + std::to_string(*sampling.seed);
  if (sampling.stop.empty() || !dialect.sends("stop")) return;
  body += ",\"stop\":[";
  for (std::size_t i = 0; i < std::min(sampling.stop.size(), kMaxStops); ++i) {
    if (i > 0) body += ',';
    append_json_string(body, sampling.stop[i]);
  }
  body += ']';
}

Error bad_extra(std::string what) {
  return {.kind = ErrorKind::bad_input,
          .what = "extra request fields: " + std::move(what),
          .hint = "write them as one JSON object, such as {\"reasoning_effort\": \"low\"}"};
}

bool is_ours(std::string_view name, const ChatRequest& request) {
  return request.continuation ? is_set_by_evenhand_when_scoring(name) : is_set_by_evenhand(name);
}

Result<void> append_extra(std::string& body, const ChatRequest& request) {
  const std::string& extra = request.sampling.extra;
  if (trimmed(extra).empty()) return {};
  if (json_depth(extra) > kMaxJsonDepth) return bad_extra("nested too deeply");
  const auto fields = nlohmann::json::parse(extra, nullptr, false);
  if (!fields.is_object()) return bad_extra("not a JSON object");
  for (const auto& [name, value] : fields.items()) {
    if (is_ours(name, request)) {
      return bad_extra("'" + name + "' is set by evenhand itself");
    }
    body += ',';
    append_json_string(body, name);
    body += ':';
    body += value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return {};
}

std::size_t size_of(const ChatRequest& request) {
  std::size_t size = 256;
  for (const Message& message : request.messages) size += message.text.size() + 64;
  return size + request.continuation.value_or("").size();
}

/// One token is asked for, since several servers refuse none; it is not looked at.
void append_scored_text(std::string& body, const ChatRequest& request, const Dialect& dialect) {
  body += R"("prompt":)";
  append_json_string(body, text_before_continuation(request) + *request.continuation);
  if (dialect.sends("temperature")) append_number(body, "temperature", 0.0);
  body += R"(,"max_tokens":1,"logprobs":1,"echo":true)";
}

}  // namespace

bool is_set_by_evenhand(std::string_view field) {
  return std::find(std::begin(kOurs), std::end(kOurs), field) != std::end(kOurs);
}

bool is_set_by_evenhand_when_scoring(std::string_view field) {
  return is_set_by_evenhand(field) || std::find(std::begin(kOursOfScored), std::end(kOursOfScored),
                                                field) != std::end(kOursOfScored);
}

Result<std::string> request_body(const ChatRequest& request, const Dialect& dialect) {
  const Sampling& sampling = request.sampling;
  if (!std::isfinite(sampling.temperature) || !std::isfinite(sampling.top_p)) {
    return Error{.kind = ErrorKind::bad_input, .what = "temperature and top_p must be numbers"};
  }
  std::string body;
  body.reserve(size_of(request) * 9 / 8);
  body += R"({"model":)";
  append_json_string(body, request.model);
  body += ',';
  if (request.continuation) {
    append_scored_text(body, request, dialect);
  } else {
    append_messages(body, request);
    append_sampling(body, sampling, dialect);
  }
  EVENHAND_OK(append_extra(body, request));
  body += '}';
  return body;
}

}  // namespace evenhand
