#include "run/budget.h"

#include <utility>

#include "base/text.h"

namespace evenhand {
namespace {

// English text has about four bytes a token, other scripts fewer bytes or more tokens; a body has
// JSON around it, so that this estimate errs on the side of more tokens.
constexpr std::int64_t kBytesPerToken = 3;

Error over(const std::string& what, const std::string& limit) {
  return {.kind = ErrorKind::over_budget,
          .what = "the budget of " + limit + " leaves no room for another call",
          .hint = "raise 'budget." + what + "' in the run file, or --max-" + what +
                  ", and run it again"};
}

}  // namespace

BudgetedLog::BudgetedLog(AttemptLog& log, const Budget& budget, const PriceList& prices,
                         const RunSpend& spent)
    : log_(log), budget_(budget), prices_(prices) {
  used_ = {.cost = spent.all.cost,
           .calls = spent.all.attempts,
           .tokens = spent.all.input_tokens + spent.all.output_tokens};
  for (const UnknownUse& use : spent.unknown) {
    const Amounts most = at_most(use);
    used_.cost += most.cost;
    used_.tokens += most.tokens;
  }
  // Prices may be known now that were not known then.
  for (const RoleSpend& row : spent.by_role) {
    const Usage usage{.input_tokens = row.spend.unpriced_input_tokens,
                      .output_tokens = row.spend.unpriced_output_tokens};
    used_.cost += prices_.cost(row.model, usage).value_or(0.0);
  }
}

BudgetedLog::Amounts BudgetedLog::at_most(const UnknownUse& use) const {
  const std::int64_t input = use.body_bytes / kBytesPerToken + use.calls;
  const Usage usage{.input_tokens = input, .output_tokens = use.max_output_tokens};
  return {.cost = prices_.cost(use.model, usage).value_or(0.0),
          .calls = use.calls,
          .tokens = input + use.max_output_tokens};
}

/// Why so much more does not fit beside what is taken; nullopt: it does.
std::optional<Error> BudgetedLog::shortage(const Amounts& taken, const Amounts& amounts) const {
  if (budget_.calls && taken.calls + amounts.calls > *budget_.calls) {
    return over("calls", std::to_string(*budget_.calls) + " calls");
  }
  if (budget_.tokens && taken.tokens + amounts.tokens > *budget_.tokens) {
    return over("tokens", std::to_string(*budget_.tokens) + " tokens");
  }
  if (budget_.cost && taken.cost + amounts.cost > *budget_.cost) {
    return over("cost", "$" + shortest_text(*budget_.cost));
  }
  return std::nullopt;
}

Result<void> BudgetedLog::reserve(const Amounts& amounts) {
  std::unique_lock lock(mutex_);
  while (true) {
    const Amounts all{.cost = used_.cost + reserved_.cost,
                      .calls = used_.calls + reserved_.calls,
                      .tokens = used_.tokens + reserved_.tokens};
    std::optional<Error> now = shortage(all, amounts);
    if (!now) break;
    // Calls in flight give back tokens and dollars, but no calls.
    const Amounts at_best{.cost = used_.cost, .calls = all.calls, .tokens = used_.tokens};
    if (shortage(at_best, amounts)) return *std::move(now);
    if (stopping_) return Error{.kind = ErrorKind::interrupted, .what = "the run is to stop"};
    settled_.wait(lock);
  }
  reserved_.calls += amounts.calls;
  reserved_.tokens += amounts.tokens;
  reserved_.cost += amounts.cost;
  return {};
}

void BudgetedLog::stop_waiting() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  settled_.notify_all();
}

void BudgetedLog::settle(const Amounts& reserved, const Amounts& used) {
  {
    const std::lock_guard lock(mutex_);
    reserved_.calls -= reserved.calls;
    reserved_.tokens -= reserved.tokens;
    reserved_.cost -= reserved.cost;
    // What rounding leaves of dollars must not be waited for.
    if (reserved_.calls == 0) reserved_ = {};
    used_.calls += used.calls;
    used_.tokens += used.tokens;
    used_.cost += used.cost;
  }
  settled_.notify_all();
}

Result<AttemptId> BudgetedLog::begin(const AttemptStart& attempt) {
  const Amounts amounts = at_most({.model = attempt.model,
                                   .calls = 1,
                                   .body_bytes = static_cast<std::int64_t>(attempt.body.size()),
                                   .max_output_tokens = attempt.max_output_tokens});
  EVENHAND_OK(reserve(amounts));
  auto id = log_.begin(attempt);
  if (!id) {
    settle(amounts, {});
    return id;
  }
  const std::lock_guard lock(mutex_);
  open_.emplace(*id, amounts);
  return id;
}

Result<void> BudgetedLog::end(AttemptId id, const AttemptEnd& outcome) {
  Amounts reserved;
  {
    const std::lock_guard lock(mutex_);
    const auto open = open_.find(id);
    if (open != open_.end()) {
      reserved = open->second;
      open_.erase(open);
    }
  }
  Amounts used{.calls = reserved.calls};
  if (outcome.usage.input_tokens && outcome.usage.output_tokens) {
    used.tokens = *outcome.usage.input_tokens + *outcome.usage.output_tokens;
    used.cost = outcome.cost.value_or(0.0);
  } else if (may_be_paid_for(outcome)) {
    used = reserved;
  }
  settle(reserved, used);
  return log_.end(id, outcome);
}

double BudgetedLog::cost() const {
  const std::lock_guard lock(mutex_);
  return used_.cost;
}

}  // namespace evenhand
