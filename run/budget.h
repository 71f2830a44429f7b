#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "base/attempt.h"
#include "run/prices.h"
#include "run/run_file.h"
#include "store/run_store.h"

namespace evenhand {

/// The gate before the wire: an attempt is begun only if the budget has room for the most that it
/// can cost, and settled by what it did cost. So a budget is never exceeded, not even by the calls
/// in flight, as long as servers keep to the number of tokens they were asked for. Where only those
/// in flight take the room, an attempt waits for what they leave.
///
/// A reply whose usage is unknown, or that may have been lost or come too late, is counted at its
/// reservation, not at zero; so is what earlier invocations have left unknown.
class BudgetedLog : public AttemptLog {
 public:
  /// `spent` is what the run has used in earlier invocations. The others outlive this.
  BudgetedLog(AttemptLog& log, const Budget& budget, const PriceList& prices,
              const RunSpend& spent);

  /// over_budget when there is no room, and none to be waited for.
  Result<AttemptId> begin(const AttemptStart& attempt) override;
  Result<void> end(AttemptId id, const AttemptEnd& outcome) override;

  /// Nobody waits for room any more: those who do get `interrupted`.
  void stop_waiting();

  /// US dollars spent so far, earlier invocations included; of calls whose price is known.
  double cost() const;

 private:
  struct Amounts {
    double cost = 0.0;
    std::int64_t calls = 0;
    std::int64_t tokens = 0;
  };

  Amounts at_most(const UnknownUse& use) const;
  std::optional<Error> shortage(const Amounts& taken, const Amounts& amounts) const;
  Result<void> reserve(const Amounts& amounts);
  void settle(const Amounts& reserved, const Amounts& used);

  AttemptLog& log_;
  const Budget budget_;
  const PriceList& prices_;
  mutable std::mutex mutex_;
  std::condition_variable settled_;
  bool stopping_ = false;
  Amounts used_;      // settled
  Amounts reserved_;  // on the wire
  std::map<AttemptId, Amounts> open_;
};

}  // namespace evenhand
