#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/report_data.h"
#include "run/plan.h"
#include "run/run_options.h"
#include "run/world.h"
#include "store/run_store.h"

namespace evenhand {

/// A moment of a run, for people who wait.
struct ProgressSnapshot {
  std::int64_t turns_done = 0;
  std::int64_t turns_expected = 0;
  std::int64_t games_done = 0;
  std::int64_t games_expected = 0;
  std::int64_t failures = 0;
  std::int64_t requests = 0;  // on the wire in this invocation, retries included
  std::int64_t retries = 0;
  std::int64_t remembered = 0;  // replies taken from the store
  int in_flight = 0;
  double cost = 0.0;  // US dollars, of all invocations; of calls whose price is known
  bool cost_known = false;
  bool draining = false;  // asked to stop; waiting for calls in flight
  std::chrono::milliseconds elapsed{0};
  std::map<std::string, std::string> waiting_for;  // endpoint to reason
};

struct RunOutcome {
  ReportData report;
  std::string out;                  // the folder of results
  RunSpend spend;                   // of all invocations
  std::int64_t requests = 0;        // on the wire in this invocation
  std::int64_t remembered = 0;      // replies taken from the store in this invocation
  std::optional<Error> refused;     // an endpoint that refused for good
  std::optional<Error> stopped_by;  // what ended the run early: budget, store
  int signal = 0;                   // SIGINT or SIGTERM, where one ended the run early
  std::vector<std::string> remarks;
};

using OnProgress = std::function<void(const ProgressSnapshot&)>;

/// The whole main job: reads the run file, asks what is not stored, judges, scores, and writes the
/// results folder. An error means that nothing was asked, or that results cannot be made of the
/// replies or not written where they should be, while every reply is kept; all else that happens
/// after the first call is told by the outcome. `on_progress` is called about ten times a second
/// from a thread of its own.
Result<RunOutcome> conduct_run(const RunOptions& options, const World& world,
                               const OnProgress& on_progress);

/// What conduct_run would do, without asking anybody.
Result<Plan> plan_only(const RunOptions& options, const World& world);

}  // namespace evenhand
