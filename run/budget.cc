#include "run/budget.h"

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
                         const Spend& spent)
    : log_(log), budget_(budget), prices_(prices) {
  used_ = {.cost = spent.cost,
           .calls = spent.attempts,
           .tokens = spent.input_tokens + spent.output_tokens};
}

BudgetedLog::Amounts BudgetedLog::at_most(const AttemptStart& attempt) const {
  const auto input = static_cast<std::int64_t>(attempt.body.size()) / kBytesPerToken + 1;
  const Usage usage{.input_tokens = input, .output_tokens = attempt.max_output_tokens};
  return {.cost = prices_.cost(attempt.model, usage).value_or(0.0),
          .calls = 1,
          .tokens = input + attempt.max_output_tokens};
}

Result<void> BudgetedLog::reserve(const Amounts& amounts) {
  const std::lock_guard lock(mutex_);
  const auto calls = used_.calls + reserved_.calls + amounts.calls;
  const auto tokens = used_.tokens + reserved_.tokens + amounts.tokens;
  const double cost = used_.cost + reserved_.cost + amounts.cost;
  if (budget_.calls && calls > *budget_.calls) {
    return over("calls", std::to_string(*budget_.calls) + " calls");
  }
  if (budget_.tokens && tokens > *budget_.tokens) {
    return over("tokens", std::to_string(*budget_.tokens) + " tokens");
  }
  if (budget_.cost && cost > *budget_.cost) {
    return over("cost", "$" + shortest_text(*budget_.cost));
  }
  reserved_.calls += amounts.calls;
  reserved_.tokens += amounts.tokens;
  reserved_.cost += amounts.cost;
  return {};
}

void BudgetedLog::settle(const Amounts& reserved, const Amounts& used) {
  const std::lock_guard lock(mutex_);
  reserved_.calls -= reserved.calls;
  reserved_.tokens -= reserved.tokens;
  reserved_.cost -= reserved.cost;
  used_.calls += used.calls;
  used_.tokens += used.tokens;
  used_.cost += used.cost;
}

Result<AttemptId> BudgetedLog::begin(const AttemptStart& attempt) {
  const Amounts amounts = at_most(attempt);
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
  } else if (outcome.accepted) {
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
