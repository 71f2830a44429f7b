#include "cli/commands/limit_flags.h"

#include "base/text.h"

namespace evenhand {

void LimitFlags::declare(Options& options) {
  options.number(
      "--max-cost", max_cost,
      "US dollars that the run may cost in all; a call of unknown use counts at its most");
  options.integer("--max-calls", max_calls, "calls that the run may make in all");
  options.integer("--max-tokens", max_tokens,
                  "tokens that the run may use in all; a call of unknown use counts at its most");
}

Result<Budget> LimitFlags::budget() const {
  const auto negative = [](const char* name) {
    return Error{.what = std::string(name) + " cannot be negative"};
  };
  if (max_cost && *max_cost < 0.0) return negative("--max-cost");
  if (max_calls && *max_calls < 0) return negative("--max-calls");
  if (max_tokens && *max_tokens < 0) return negative("--max-tokens");
  Budget budget{.cost = max_cost};
  if (max_calls) budget.calls = *max_calls;
  if (max_tokens) budget.tokens = *max_tokens;
  return budget;
}

std::vector<std::string> LimitFlags::words() const {
  std::vector<std::string> words;
  if (max_cost) words.push_back("--max-cost " + shortest_text(*max_cost));
  if (max_calls) words.push_back("--max-calls " + std::to_string(*max_calls));
  if (max_tokens) words.push_back("--max-tokens " + std::to_string(*max_tokens));
  return words;
}

}  // namespace evenhand
