#pragma once

#include <string>

#include "run/recall.h"
#include "run/run_options.h"
#include "run/world.h"

namespace evenhand {

struct ReportedAgain {
  RecalledRun run;
  std::string out;    // the folder that was written
  std::string store;  // where the replies were found
};

/// Makes the results of a run again from its store, and asks nobody. `options.run_file` is a run
/// file, or a results folder, which has its run.resolved.yaml and is written in place unless
/// `options.out` says otherwise.
///
/// Nothing is written where that would lose something: where there is no store, and where the store
/// knows fewer scores than the folder that is to be written has.
Result<ReportedAgain> report_again(RunOptions options, World& world);

}  // namespace evenhand
