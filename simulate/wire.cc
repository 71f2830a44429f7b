#include "simulate/wire.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/text.h"
#include "simulate/worth.h"

namespace evenhand {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

// A request has messages with parts with fields; nobody needs more than this.
constexpr int kMaxDepth = 32;
// OpenAI's own limit.
constexpr int kMaxTopLogprobs = 20;
// Replies are dated to a fixed day, so that they are the same on every day.
constexpr const char* kOneMore = "\n";            // what is said behind a text that is scored
constexpr std::int64_t kCreated = 1'735'689'600;  // 2025-01-01T00:00:00Z

Error bad(std::string what) { return {.kind = ErrorKind::bad_input, .what = std::move(what)}; }

std::string dumped(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

Result<Json> parse_body(std::string_view body) {
  // The parser would take a NUL byte for the end of the body.
  if (body.find('\0') != std::string_view::npos) return bad("the body is not JSON");
  bool too_deep = false;
  const auto guard = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return depth <= kMaxDepth;
  };
  Json json = Json::parse(body, guard, /*allow_exceptions=*/false);
  if (too_deep) return bad("the body is nested more than " + std::to_string(kMaxDepth) + " deep");
  if (json.is_discarded()) return bad("the body is not JSON");
  if (!json.is_object()) return bad("the body is not a JSON object");
  return json;
}

std::optional<Role> role_named(const std::string& name) {
  if (name == "system" || name == "developer") return Role::system;
  if (name == "user") return Role::user;
  if (name == "assistant") return Role::assistant;
  return std::nullopt;
}

std::string text_field(const Json& object, const char* name) {
  const auto field = object.find(name);
  return field != object.end() && field->is_string() ? field->get<std::string>() : std::string();
}

/// A string, or parts of which each is a text.
Result<std::string> read_content(const Json& message) {
  const auto content = message.find("content");
  if (content == message.end()) return bad("a message has no 'content'");
  if (content->is_string()) return content->get<std::string>();
  if (content->is_null()) return std::string();
  if (!content->is_array()) return bad("'content' is neither a string nor a list of parts");
  std::string text;
  for (const Json& part : *content) {
    if (!part.is_object() || text_field(part, "type") != "text") {
      return bad("a part of 'content' is not a text");
    }
    text += text_field(part, "text");
  }
  return text;
}

Result<std::vector<Message>> read_messages(const Json& request) {
  const auto list = request.find("messages");
  if (list == request.end() || !list->is_array() || list->empty()) {
    return bad("'messages' is not a list of at least one message");
  }
  std::vector<Message> messages;
  for (const Json& message : *list) {
    if (!message.is_object()) return bad("a message is not an object");
    const std::optional<Role> role = role_named(text_field(message, "role"));
    if (!role) return bad("a message has a role other than system, user and assistant");
    EVENHAND_TRY(std::string text, read_content(message));
    messages.push_back({.role = *role, .text = std::move(text)});
  }
  return messages;
}

/// nullopt where the field is absent or null.
Result<std::optional<std::int64_t>> read_count(const Json& request, const char* name,
                                               std::int64_t most) {
  const auto field = request.find(name);
  if (field == request.end() || field->is_null()) return std::optional<std::int64_t>();
  const bool fits = field->is_number_integer() && *field >= 0 && *field <= most;
  if (!fits) {
    return bad("'" + std::string(name) + "' is not a whole number from 0 to " +
               std::to_string(most));
  }
  return std::optional<std::int64_t>(field->get<std::int64_t>());
}

bool is_true(const Json& request, const char* name) {
  const auto field = request.find(name);
  return field != request.end() && field->is_boolean() && field->get<bool>();
}

Result<std::optional<std::size_t>> read_max_tokens(const Json& request) {
  for (const char* name : {"max_completion_tokens", "max_tokens"}) {
    EVENHAND_TRY(const auto count, read_count(request, name, INT32_MAX));
    if (count && *count == 0) return bad("'" + std::string(name) + "' is 0");
    if (count) return std::optional<std::size_t>(static_cast<std::size_t>(*count));
  }
  return std::optional<std::size_t>();
}

OrderedJson token_json(const TokenLogprob& token) {
  OrderedJson bytes = OrderedJson::array();
  for (const char c : token.token) bytes.push_back(static_cast<unsigned char>(c));
  return {{"token", token.token}, {"logprob", token.logprob}, {"bytes", std::move(bytes)}};
}

OrderedJson logprobs_json(const ChatTask& task, const SimulatedReply& reply) {
  if (!task.wants_logprobs) return nullptr;
  OrderedJson content = OrderedJson::array();
  for (const TokenChoice& choice : reply.logprobs) {
    OrderedJson entry = token_json(choice.chosen);
    entry["top_logprobs"] = OrderedJson::array();
    for (const TokenLogprob& token : choice.top) entry["top_logprobs"].push_back(token_json(token));
    content.push_back(std::move(entry));
  }
  return {{"content", std::move(content)}};
}

OrderedJson message_json(const SimulatedReply& reply) {
  OrderedJson message = {{"role", "assistant"}, {"content", reply.text}};
  if (!reply.reasoning.empty()) message["reasoning_content"] = reply.reasoning;
  message["refusal"] = nullptr;
  return message;
}

OrderedJson usage_json(const ChatTask& task, const SimulatedReply& reply) {
  std::size_t asked = 0;
  for (const Message& message : task.messages) asked += tokens_in(message.text);
  const std::size_t thought = tokens_in(reply.reasoning);
  // A logprob judge says one token, however many bytes it has.
  const std::size_t said =
      (reply.logprobs.empty() ? tokens_in(reply.text) : reply.logprobs.size()) + thought;
  OrderedJson usage = {
      {"prompt_tokens", asked}, {"completion_tokens", said}, {"total_tokens", asked + said}};
  if (thought > 0) usage["completion_tokens_details"] = {{"reasoning_tokens", thought}};
  return usage;
}

std::string id_of(std::uint64_t seed, const ChatTask& task) {
  constexpr std::size_t kDigits = 24;
  const Digest digest = Digester().add(std::to_string(seed)).add(task.canonical).finish();
  return digest.text.substr(0, kDigits);
}

}  // namespace

Result<ChatTask> read_chat_task(std::string_view body) {
  EVENHAND_TRY(const Json request, parse_body(body));
  ChatTask task{.model = text_field(request, "model")};
  if (task.model.empty()) return bad("'model' is missing");
  EVENHAND_TRY(task.messages, read_messages(request));
  if (is_true(request, "stream")) return bad("streams are not simulated; leave out 'stream'");
  EVENHAND_TRY(const auto choices, read_count(request, "n", 1));
  if (choices && *choices != 1) return bad("'n' is not 1");
  EVENHAND_TRY(const auto top, read_count(request, "top_logprobs", kMaxTopLogprobs));
  task.wants_logprobs = is_true(request, "logprobs");
  if (top && !task.wants_logprobs) return bad("'top_logprobs' needs 'logprobs': true");
  task.top_logprobs = static_cast<int>(top.value_or(0));
  EVENHAND_TRY(task.max_tokens, read_max_tokens(request));
  task.canonical = request.dump(-1, ' ', false, Json::error_handler_t::replace);
  return task;
}

std::string chat_completion_json(std::uint64_t seed, const ChatTask& task,
                                 const SimulatedReply& reply) {
  const OrderedJson choice = {{"index", 0},
                              {"message", message_json(reply)},
                              {"logprobs", logprobs_json(task, reply)},
                              {"finish_reason", reply.finish_reason}};
  return dumped({{"id", "chatcmpl-" + id_of(seed, task)},
                 {"object", "chat.completion"},
                 {"created", kCreated},
                 {"model", task.model},
                 {"choices", OrderedJson::array({choice})},
                 {"usage", usage_json(task, reply)},
                 {"system_fingerprint", "simulated"}});
}

Result<ChatTask> read_completion_task(std::string_view body) {
  EVENHAND_TRY(const Json request, parse_body(body));
  ChatTask task{.model = text_field(request, "model")};
  if (task.model.empty()) return bad("'model' is missing");
  const std::string prompt = text_field(request, "prompt");
  if (prompt.empty()) return bad("'prompt' is not a text");
  if (is_true(request, "stream")) return bad("streams are not simulated; leave out 'stream'");
  EVENHAND_TRY(const auto top, read_count(request, "logprobs", kMaxTopLogprobs));
  if (!is_true(request, "echo") || !top) {
    return bad("completions are simulated with 'echo': true and 'logprobs' alone");
  }
  EVENHAND_TRY(const auto most, read_count(request, "max_tokens", 1));
  if (!most) return bad("'max_tokens' is neither 0 nor 1");
  task.messages = {{.role = Role::user, .text = prompt}};
  task.canonical = request.dump(-1, ' ', false, Json::error_handler_t::replace);
  return task;
}

std::string completion_json(std::uint64_t seed, const ChatTask& task,
                            const std::vector<TokenLogprob>& tokens) {
  OrderedJson texts = OrderedJson::array();
  OrderedJson numbers = OrderedJson::array();
  OrderedJson offsets = OrderedJson::array();
  std::size_t offset = 0;
  const auto add = [&](const std::string& token, OrderedJson number) {
    texts.push_back(token);
    numbers.push_back(std::move(number));
    offsets.push_back(offset);
    offset += code_points(token);
  };
  for (const TokenLogprob& token : tokens) {
    add(token.token, texts.empty() ? OrderedJson(nullptr) : OrderedJson(token.logprob));
  }
  add(kOneMore, -1.0);
  const OrderedJson choice = {{"index", 0},
                              {"text", task.messages.back().text + kOneMore},
                              {"logprobs",
                               {{"tokens", std::move(texts)},
                                {"token_logprobs", std::move(numbers)},
                                {"top_logprobs", nullptr},
                                {"text_offset", std::move(offsets)}}},
                              {"finish_reason", "length"}};
  return dumped({{"id", "cmpl-" + id_of(seed, task)},
                 {"object", "text_completion"},
                 {"created", kCreated},
                 {"model", task.model},
                 {"choices", OrderedJson::array({choice})},
                 {"usage",
                  {{"prompt_tokens", tokens.size()},
                   {"completion_tokens", 1},
                   {"total_tokens", tokens.size() + 1}}}});
}

std::string model_list_json(const std::vector<std::string>& names) {
  OrderedJson data = OrderedJson::array();
  for (const std::string& name : names) {
    data.push_back({{"id", name},
                    {"object", "model"},
                    {"created", kCreated},
                    {"owned_by", "evenhand simulate"}});
  }
  return dumped({{"object", "list"}, {"data", std::move(data)}});
}

std::string error_json(std::string_view message, std::string_view type, std::string_view code) {
  const OrderedJson code_json = code.empty() ? OrderedJson(nullptr) : OrderedJson(code);
  return dumped(
      {{"error", {{"message", message}, {"type", type}, {"param", nullptr}, {"code", code_json}}}});
}

}  // namespace evenhand
