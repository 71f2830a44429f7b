#include "providers/chat_reply_reader.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "providers/call_failure.h"
#include "providers/error_body.h"
#include "providers/json_text.h"
#include "providers/reasoning.h"
#include "providers/reply_json.h"
#include "providers/token_span.h"

namespace evenhand {
namespace {

using nlohmann::json;

constexpr std::size_t kExcerpt = 300;
// vLLM's stand-in for minus infinity, which JSON cannot say.
constexpr double kLogprobFloor = -9999.0;
constexpr double kMostTokens = 1e12;

struct FinishWord {
  std::string_view word;
  StopReason meaning;
};

constexpr FinishWord kFinishWords[] = {
    {"stop", StopReason::finished},
    {"eos", StopReason::finished},
    {"eos_token", StopReason::finished},
    {"end_turn", StopReason::finished},
    {"stop_sequence", StopReason::finished},
    {"length", StopReason::out_of_tokens},
    {"max_tokens", StopReason::out_of_tokens},
    {"model_length", StopReason::out_of_tokens},
    {"content_filter", StopReason::filtered},
    {"safety", StopReason::filtered},
};

const json& member(const json& object, const char* name) {
  static const json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(name);
  return found == object.end() ? kNothing : *found;
}

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

void add_paragraph(std::string& text, const std::string& more) {
  if (trimmed(more).empty()) return;
  if (!text.empty()) text += "\n\n";
  text += more;
}

struct Words {
  std::string text;
  std::string reasoning;
  std::string refusal;
};

/// A text, or a list of parts that each have one ("thinking": [{"text": ...}]).
std::string plain_text(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  std::string text;
  if (!value.is_array()) return text;
  for (const json& part : value) {
    text += part.is_string() ? part.get<std::string>() : text_of(member(part, "text"));
  }
  return text;
}

void read_part(const json& part, Words& words) {
  const std::string type = text_of(member(part, "type"));
  if (part.is_string()) {
    words.text += part.get<std::string>();
  } else if (type == "thinking" || type == "reasoning") {
    const json& thinking = member(part, "thinking");
    add_paragraph(words.reasoning,
                  plain_text(thinking.is_null() ? member(part, "text") : thinking));
  } else if (type == "refusal") {
    add_paragraph(words.refusal, text_of(member(part, "refusal")));
  } else {
    words.text += text_of(member(part, "text"));
  }
}

/// The fields that servers put reasoning in; the same words often stand in two of them.
std::string reasoning_of(const json& message) {
  std::string details;
  const json& list = member(message, "reasoning_details");
  if (list.is_array()) {
    for (const json& one : list) {
      const std::string text = text_of(member(one, "text"));
      details += text.empty() ? text_of(member(one, "summary")) : text;
    }
  }
  if (!details.empty()) return details;
  for (const char* name : {"reasoning_content", "reasoning", "thinking"}) {
    const std::string text = plain_text(member(message, name));
    if (!text.empty()) return text;
  }
  return {};
}

Words words_of(const json& choice) {
  const json& message = member(choice, "message");
  Words words{.text = {}, .reasoning = reasoning_of(message), .refusal = {}};
  const json& content = member(message, "content");
  if (content.is_array()) {
    for (const json& part : content) read_part(part, words);
  } else {
    words.text = content.is_string() ? content.get<std::string>() : text_of(member(choice, "text"));
  }
  add_paragraph(words.refusal, text_of(member(message, "refusal")));
  SplitText split = split_reasoning(words.text);
  words.text = std::move(split.text);
  add_paragraph(words.reasoning, split.reasoning);
  return words;
}

double logprob_of(const json& value) {
  const double number =
      value.is_number() ? value.get<double>() : -std::numeric_limits<double>::infinity();
  return number <= kLogprobFloor ? -std::numeric_limits<double>::infinity() : number;
}

/// A list of {"token", "logprob"}, or legacy's {"token": logprob}.
std::vector<TokenLogprob> alternatives_of(const json& list) {
  std::vector<TokenLogprob> alternatives;
  if (list.is_object()) {
    for (const auto& [token, logprob] : list.items()) {
      alternatives.push_back({token, logprob_of(logprob)});
    }
  } else if (list.is_array()) {
    for (const json& one : list) {
      const json& token = member(one, "token");
      if (!token.is_string()) continue;
      alternatives.push_back({token.get<std::string>(), logprob_of(member(one, "logprob"))});
    }
  }
  return alternatives;
}

const json& element(const json& list, std::size_t index) {
  static const json kNothing;
  return list.is_array() && index < list.size() ? list[index] : kNothing;
}

std::vector<TokenChoice> logprobs_of(const json& logprobs) {
  std::vector<TokenChoice> choices;
  const json& content = member(logprobs, "content");
  if (content.is_array()) {
    for (const json& one : content) {
      if (!member(one, "token").is_string()) continue;
      choices.push_back(
          {.chosen = {text_of(member(one, "token")), logprob_of(member(one, "logprob"))},
           .top = alternatives_of(member(one, "top_logprobs"))});
    }
    return choices;
  }
  const json& tokens = member(logprobs, "tokens");
  if (!tokens.is_array()) return choices;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    choices.push_back(
        {.chosen = {text_of(tokens[i]), logprob_of(element(member(logprobs, "token_logprobs"), i))},
         .top = alternatives_of(element(member(logprobs, "top_logprobs"), i))});
  }
  return choices;
}

std::optional<std::int64_t> tokens_of(const json& usage, const char* name, const char* other) {
  for (const json* value : {&member(usage, name), &member(usage, other)}) {
    if (!value->is_number()) continue;
    const double number = value->get<double>();
    if (number >= 0.0 && number <= kMostTokens) return static_cast<std::int64_t>(number);
  }
  return std::nullopt;
}

Usage usage_of(const json& document) {
  const json& usage = member(document, "usage");
  const Usage read{.input_tokens = tokens_of(usage, "prompt_tokens", "input_tokens"),
                   .output_tokens = tokens_of(usage, "completion_tokens", "output_tokens")};
  const bool counted = read.input_tokens.value_or(0) > 0 || read.output_tokens.value_or(0) > 0;
  return counted ? read : Usage{};
}

StopReason stop_of(const std::string& finish_reason) {
  const auto found =
      std::find_if(std::begin(kFinishWords), std::end(kFinishWords),
                   [&](const FinishWord& one) { return one.word == lower_case(finish_reason); });
  return found == std::end(kFinishWords) ? StopReason::other : found->meaning;
}

/// Azure's per-category results: "detected" alone blocks nothing.
bool was_filtered(const json& choice) {
  const json& results = member(choice, "content_filter_results");
  if (!results.is_object()) return false;
  return std::any_of(results.begin(), results.end(), [](const json& category) {
    const json& filtered = member(category, "filtered");
    return filtered.is_boolean() && filtered.get<bool>();
  });
}

Error withheld() {
  return {.kind = ErrorKind::filtered, .what = "a content filter withheld the reply"};
}

bool is_broken_off(const std::string& finish_reason) {
  return lower_case(finish_reason) == "error";
}

Error broken_off() {
  return {.kind = ErrorKind::overloaded, .what = "the server broke off with an error"};
}

Error empty_reply(const json& choice, const ChatReply& reply) {
  if (reply.stop == StopReason::filtered) {
    return withheld();
  }
  Error error{.kind = ErrorKind::empty_reply, .what = "the model said nothing"};
  const json& message = member(choice, "message");
  const json& calls = member(message, "tool_calls");
  if ((calls.is_array() && !calls.empty()) || member(message, "function_call").is_object()) {
    error.what = "the model called a tool instead of saying something";
  } else if (!reply.reasoning.empty()) {
    error.what = "all of the reply is reasoning";
  }
  if (reply.stop == StopReason::out_of_tokens) {
    error.what += ", and its tokens ran out";
    error.hint = "allow more output tokens (max_output_tokens)";
  }
  return error;
}

Result<ChatReply> reply_from(const json& document, const json& choice, Silence silence) {
  ChatReply reply;
  Words words = words_of(choice);
  reply.text = std::move(words.text);
  reply.reasoning = std::move(words.reasoning);
  reply.finish_reason = text_of(member(choice, "finish_reason"));
  reply.stop = was_filtered(choice) ? StopReason::filtered : stop_of(reply.finish_reason);
  reply.served_model = text_of(member(document, "model"));
  reply.usage = usage_of(document);
  reply.logprobs = logprobs_of(member(choice, "logprobs"));
  if (is_broken_off(reply.finish_reason)) return broken_off();
  if (trimmed(reply.text).empty() && !words.refusal.empty()) {
    reply.text = std::move(words.refusal);
    reply.notes.push_back("the model refused: the text is its refusal");
  }
  if (silence == Silence::failure && trimmed(reply.text).empty()) return empty_reply(choice, reply);
  return reply;
}

Error malformed(std::string what) {
  return {.kind = ErrorKind::malformed_reply, .what = std::move(what)};
}

/// The first choice; where there is none, what went wrong.
Result<const json*> choice_of(const json& document, std::string_view body) {
  const json& choices = member(document, "choices");
  const json& error = member(document, "error");
  if (!choices.is_array() || choices.empty() || !choices.front().is_object()) {
    const std::optional<ErrorBody> inside = read_error_body(body);
    if (inside) return failure_of(200, *inside, "").error;
    return malformed("the reply has no choices: " + excerpt_of(body, kExcerpt));
  }
  const json& choice = choices.front();
  const json& inner = member(choice, "error");
  if (error.is_object() || error.is_string() || inner.is_object()) {
    const json wrapped{{"error", inner.is_object() ? inner : error}};
    const std::string text = wrapped.dump(-1, ' ', false, json::error_handler_t::replace);
    return failure_of(200, read_error_body(text).value_or(ErrorBody{}), "").error;
  }
  return &choice;
}

/// Why a reply has no tokens of the text: it was withheld or broken off, or the server has none.
Error no_echo(const json& choice) {
  const std::string finish = text_of(member(choice, "finish_reason"));
  if (was_filtered(choice) || stop_of(finish) == StopReason::filtered) return withheld();
  if (is_broken_off(finish)) return broken_off();
  return {.kind = ErrorKind::endpoint_refused, .what = "the reply echoes no log probabilities"};
}

/// What the server would say again: a text is scored without chance.
Error no_score(std::string what) { return {.kind = ErrorKind::rejected, .what = std::move(what)}; }

/// A sum over tokens, each of which must have a number.
Result<double> sum_of(const json& numbers, const TokenSpan& span) {
  constexpr double kRounding = 1e-3;  // a server's own; logarithms of probabilities end at 0
  double sum = 0.0;
  for (std::size_t i = span.first; i < span.end; ++i) {
    if (!numbers[i].is_number()) {
      return no_score("a token of the answer has no log probability");
    }
    const double logprob = logprob_of(numbers[i]);
    if (!(logprob <= kRounding)) return no_score("a log probability is above 0");
    sum += logprob;
  }
  return sum;
}

Result<std::vector<std::string>> tokens_in(const json& choice) {
  std::vector<std::string> tokens;
  const json& logprobs = member(choice, "logprobs");
  const json& list = member(logprobs, "tokens");
  const json& numbers = member(logprobs, "token_logprobs");
  if (!list.is_array() || !numbers.is_array() || list.empty()) return no_echo(choice);
  for (const auto* other : {&numbers, &member(logprobs, "text_offset")}) {
    if (!other->is_array() || other->size() == list.size()) continue;
    return no_score("lists of " + counted(list.size(), "token") + " and of " +
                    std::to_string(other->size()));
  }
  for (const json& token : list) {
    if (!token.is_string()) return no_score("a token is no text");
    tokens.push_back(token.get<std::string>());
  }
  return tokens;
}

std::string scored_text(std::string_view continuation, double logprob) {
  const std::string number = std::isfinite(logprob) ? shortest_text(logprob) : "-infinity";
  return std::string(trimmed(continuation)) + " (log probability " + number + ")";
}

Result<ChatReply> scored_reply_from(const json& document, const json& choice,
                                    std::string_view before, std::string_view continuation) {
  ChatReply reply;
  reply.served_model = text_of(member(document, "model"));
  reply.usage = usage_of(document);
  EVENHAND_TRY(const std::vector<std::string> tokens, tokens_in(choice));
  // One was asked for; a server that counts more has counted the echo among them.
  const bool generated = reply.usage.output_tokens.value_or(1) > 0;
  const auto span = token_span(tokens, before, continuation, generated ? 1 : 0);
  if (!span) {
    // Some echo the text and tell of the token behind it alone.
    const bool echoes = text_of(member(choice, "text")).starts_with(before) && tokens.size() > 1;
    if (!echoes) return no_echo(choice);
    return no_score("the tokens that came back are not the text that was sent");
  }
  const json& numbers = member(member(choice, "logprobs"), "token_logprobs");
  EVENHAND_TRY(reply.logprob, sum_of(numbers, *span));
  for (std::size_t i = span->first; i < span->end; ++i) {
    reply.logprobs.push_back({.chosen = {tokens[i], logprob_of(numbers[i])}});
  }
  reply.text = scored_text(continuation, *reply.logprob);
  if (span->straddles) {
    reply.notes.emplace_back("a token belongs to both the question and the answer, and counts");
  }
  return reply;
}

Result<json> read_document(std::string_view text) {
  if (text.empty()) return malformed("the reply is empty");
  if (json_depth(text) > kMaxJsonDepth) return malformed("the reply is nested too deeply");
  json document = parsed_reply(text);
  if (document.is_discarded()) return malformed("not JSON: " + excerpt_of(text, kExcerpt));
  if (!document.is_object()) return malformed("not a JSON object: " + excerpt_of(text, kExcerpt));
  return document;
}

}  // namespace

Result<ChatReply> read_chat_reply(std::string_view body, Silence silence) {
  const std::string_view text = json_within(body);
  EVENHAND_TRY(const json document, read_document(text));
  EVENHAND_TRY(const json* const choice, choice_of(document, text));
  return reply_from(document, *choice, silence);
}

Result<ChatReply> read_scored_reply(std::string_view body, std::string_view before,
                                    std::string_view continuation) {
  const std::string_view text = json_within(body);
  EVENHAND_TRY(const json document, read_document(text));
  EVENHAND_TRY(const json* const choice, choice_of(document, text));
  return scored_reply_from(document, *choice, before, continuation);
}

Usage read_usage(std::string_view body) {
  const auto document = read_document(json_within(body));
  return document ? usage_of(*document) : Usage{};
}

Result<ChatReply> read_reply(std::string_view body, const ChatRequest& request) {
  if (!request.continuation) return read_chat_reply(body, request.silence);
  return read_scored_reply(body, text_before_continuation(request), *request.continuation);
}

}  // namespace evenhand
