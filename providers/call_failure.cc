#include "providers/call_failure.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kExcerpt = 300;  // characters; enough for what went wrong, not for a page

// Codes and types for which waiting does not help.
constexpr std::string_view kQuotaCodes[] = {"insufficient_quota",   "billing_hard_limit_reached",
                                            "billing_not_active",   "account_deactivated",
                                            "insufficient_balance", "payment_required"};
constexpr std::string_view kModelCodes[] = {"model_not_found", "deploymentnotfound",
                                            "model_not_available", "invalid_model"};
constexpr std::string_view kNotFoundTypes[] = {"notfounderror", "not_found_error"};
constexpr std::string_view kFilterCodes[] = {"content_filter", "content_policy_violation",
                                             "responsibleaipolicyviolation"};
constexpr std::string_view kContextCodes[] = {
    "context_length_exceeded", "exceed_context_size_error", "string_above_max_length"};
// Servers have changed the wording often; each of these was seen.
constexpr std::string_view kContextPhrases[] = {"maximum context length",
                                                "context length is only",
                                                "context length exceeded",
                                                "exceeds the available context size",
                                                "input length",
                                                "reduce the length",
                                                "prompt is too long",
                                                "max_tokens must be at least 1"};
constexpr std::string_view kUnsupportedCodes[] = {"unsupported_parameter", "unsupported_value"};
// 500s whose text says that the prompt is too long; vaguer phrases would hide real trouble.
constexpr std::string_view kSurePhrases[] = {"maximum context length", "context length is only",
                                             "exceeds the available context size"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), lower_case(word)) != words.end();
}

bool has_one_of(std::span<const std::string_view> phrases, const std::string& text) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return text.find(phrase) != std::string::npos;
  });
}

bool says(std::span<const std::string_view> words, const ErrorBody& error) {
  return is_one_of(words, error.code) || is_one_of(words, error.type) ||
         is_one_of(words, error.inner_code);
}

bool is_about_model(int status, const ErrorBody& error) {
  if (says(kModelCodes, error)) return true;
  if (status != 404) return false;
  const std::string message = lower_case(error.message);
  if (message.find("model") == std::string::npos) return false;
  return says(kNotFoundTypes, error) || message.find("not found") != std::string::npos ||
         message.find("does not exist") != std::string::npos;
}

bool is_about_context(int status, const ErrorBody& error) {
  if (status == 413) return true;  // CloudFlare's way of saying it
  if (says(kContextCodes, error)) return true;
  const std::string message = lower_case(error.message);
  if (status == 400 || status == 422) return has_one_of(kContextPhrases, message);
  return status >= 500 && has_one_of(kSurePhrases, message);
}

/// The status that an error inside of a 200 stands for; 502, something behind the server, where it
/// does not say.
int meant_status(int status, const ErrorBody& error) {
  if (status != 200) return status;
  const std::optional<long long> code = parse_integer(error.code);
  if (code && *code >= 400 && *code < 600) return static_cast<int>(*code);
  if (lower_case(error.code + error.type).find("rate_limit") != std::string::npos) return 429;
  return 502;
}

/// Says that a 200 has an error inside, and how the error calls itself.
std::string status_words(int status, const ErrorBody& error) {
  constexpr std::size_t kLongestName = 60;
  const std::string words = "status " + std::to_string(status);
  if (status != 200) return words;
  const std::string name = excerpt_of(error.code.empty() ? error.type : error.code, kLongestName);
  if (name.empty()) return words + " with an error";
  return words + " with an error" + (parse_integer(name) ? " of " + name : " '" + name + "'");
}

struct StatusRule {
  int from;
  int to;
  ErrorKind kind;
  Reach reach;
  Retry retry;
  std::string_view hint;
};

constexpr std::string_view kKeyHint = "check the key and what it may be used for";
constexpr std::string_view kUrlHint = "check base_url; it usually ends with /v1";

// The first that fits counts.
constexpr StatusRule kRules[] = {
    {300, 399, ErrorKind::rejected, Reach::call, Retry::never, "redirects are not followed"},
    {401, 401, ErrorKind::endpoint_refused, Reach::endpoint, Retry::never, kKeyHint},
    {402, 402, ErrorKind::endpoint_refused, Reach::endpoint, Retry::never,
     "the account wants money"},
    {403, 403, ErrorKind::endpoint_refused, Reach::endpoint, Retry::never, kKeyHint},
    {404, 405, ErrorKind::rejected, Reach::call, Retry::never, kUrlHint},
    {408, 408, ErrorKind::overloaded, Reach::call, Retry::later, ""},
    {409, 409, ErrorKind::overloaded, Reach::call, Retry::later, ""},
    {425, 425, ErrorKind::overloaded, Reach::call, Retry::later, ""},
    {429, 429, ErrorKind::rate_limited, Reach::call, Retry::later, ""},
    {400, 499, ErrorKind::rejected, Reach::call, Retry::never, ""},
    {500, 599, ErrorKind::overloaded, Reach::call, Retry::later, ""},
    {100, 999, ErrorKind::malformed_reply, Reach::call, Retry::later, ""},
};

std::string rejected_field(int status, const ErrorBody& error) {
  if (status != 400 || error.param.empty()) return {};
  return says(kUnsupportedCodes, error) ? error.param : std::string();
}

}  // namespace

CallFailure failure_of(int status, const ErrorBody& error, const std::string& excerpt) {
  const int meant = meant_status(status, error);
  const std::string words = error.message.empty() ? excerpt : excerpt_of(error.message, kExcerpt);
  CallFailure failure;
  failure.error.what = status_words(status, error) + (words.empty() ? "" : ": " + words);
  failure.rejected_field = rejected_field(meant, error);
  if (says(kQuotaCodes, error)) {
    failure.error.kind = ErrorKind::endpoint_refused;
    failure.error.hint = "the quota is used up; waiting does not help";
    failure.reach = Reach::endpoint;
  } else if (is_about_model(meant, error)) {
    failure.error.kind = ErrorKind::endpoint_refused;
    failure.error.hint = "the endpoint does not know this model";
    failure.reach = Reach::model;
  } else if (meant == 400 && says(kFilterCodes, error)) {
    failure.error.kind = ErrorKind::filtered;
  } else if (is_about_context(meant, error)) {
    failure.error.kind = ErrorKind::context_too_long;
  } else {
    const auto rule =
        std::find_if(std::begin(kRules), std::end(kRules),
                     [&](const StatusRule& one) { return meant >= one.from && meant <= one.to; });
    failure.error.kind = rule->kind;
    failure.error.hint = rule->hint;
    failure.reach = rule->reach;
    failure.retry = rule->retry;
  }
  return failure;
}

}  // namespace evenhand
