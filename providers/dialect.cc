#include "providers/dialect.h"

#include <algorithm>
#include <iterator>

namespace evenhand {
namespace {

// Reasoning models reject most of these; a request without them means nearly the same.
constexpr std::string_view kDroppable[] = {"temperature", "top_p",        "stop",
                                           "logprobs",    "top_logprobs", "seed"};

}  // namespace

bool learn_rejected(Dialect& dialect, std::string_view field) {
  if (field == "max_tokens" || field == "max_completion_tokens") {
    const TokenField rejected =
        field == "max_tokens" ? TokenField::max_tokens : TokenField::max_completion_tokens;
    if (dialect.token_field_learned || dialect.token_field != rejected) return false;
    dialect.token_field_learned = true;
    dialect.token_field = rejected == TokenField::max_tokens ? TokenField::max_completion_tokens
                                                             : TokenField::max_tokens;
    return true;
  }
  if (std::find(std::begin(kDroppable), std::end(kDroppable), field) == std::end(kDroppable)) {
    return false;
  }
  // top_logprobs means nothing without logprobs.
  const std::string_view one = field == "top_logprobs" ? "logprobs" : field;
  return dialect.dropped.emplace(one).second;
}

std::vector<std::string> notes_of(const Dialect& dialect) {
  std::vector<std::string> notes;
  for (const std::string& field : dialect.dropped) {
    notes.push_back("dropped " + field + ": the server rejects it");
  }
  return notes;
}

}  // namespace evenhand
