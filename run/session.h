#pragma once

#include <atomic>

#include "base/clock.h"
#include "run/budget.h"
#include "run/conduct.h"
#include "run/lanes.h"
#include "run/means.h"
#include "run/progress.h"
#include "run/setting.h"
#include "run/world.h"

namespace evenhand {

/// Everything that is alive while a run asks.
struct Session {
  const RunSetting& setting;
  const World& world;
  Means& means;
  BudgetedLog& budget;
  Progress progress = {};
  Lanes lanes = {};
  std::atomic<bool> draining = false;
  Clock::Steady begun = {};
};

ProgressSnapshot snapshot_of(const Session& session);

/// The user has asked to stop: no new call begins, what is on the wire is waited for and kept, what
/// is stored is still brought in.
void drain_if_told(Session& session);

/// Money can only be kept in bounds where its price is known: an error where there is a budget in
/// dollars and a model without a price.
Result<void> check_prices(const RunSetting& setting);

}  // namespace evenhand
