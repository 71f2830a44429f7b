#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "audit/item.h"
#include "audit/votes.h"
#include "run/conduct.h"
#include "run/run_options.h"
#include "run/world.h"

namespace evenhand {

/// Which questions judges are asked about, and how often.
struct JudgesOrder {
  std::string subject;  // what is audited; attempts are booked on the run "audit of SUBJECT"
  /// `run_file` is a run file, of which the judges, their endpoints and the limits are taken.
  RunOptions options;
  int votes = 3;                   // of each judge on each question
  std::vector<std::size_t> items;  // places of the questions
};

/// What came of it.
struct JudgesRound {
  std::vector<JudgedItem> items = {};    // in the order of the questions
  std::size_t votes = 0;                 // replies that came
  std::size_t unreadable = 0;            // of those
  std::size_t missing = 0;               // asked for and not there
  RunSpend spend = {};                   // of all invocations
  std::int64_t requests = 0;             // on the wire in this invocation
  std::int64_t remembered = 0;           // replies taken from the store in this invocation
  std::optional<Error> refused = {};     // an endpoint that refused for good
  std::optional<Error> stopped_by = {};  // what ended it early: budget, store
  int signal = 0;                        // SIGINT or SIGTERM, where one ended it early
  std::vector<std::string> remarks = {};
};

/// Asks the judges about questions, through the engine of runs: each reply is stored before it
/// counts, what is stored is not asked again, budgets hold over all invocations. Options are shown
/// in another order for each vote. An error means that nobody was asked.
Result<JudgesRound> ask_judges(const std::vector<AuditItem>& items, const JudgesOrder& order,
                               const World& world, const OnProgress& on_progress);

}  // namespace evenhand
