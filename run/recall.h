#pragma once

#include <cstdint>
#include <memory>

#include "report/report_data.h"
#include "run/evaluation.h"
#include "run/run_options.h"
#include "run/setting.h"
#include "run/world.h"
#include "store/run_store.h"

namespace evenhand {

/// Where the replies of a run are kept: as told on the command line, else as the run file says,
/// else .evenhand/store.db beside the run file.
std::string store_path(const RunOptions& options, const RunFile& file);

/// The run file, understood, with what the command line says laid over it.
Result<RunSetting> prepare_setting(const RunOptions& options, const World& world);

/// The store as it is, for reading; an empty one where none was ever made.
Result<std::shared_ptr<RunStore>> stored_so_far(const RunOptions& options,
                                                const RunSetting& setting, const World& world);

/// What the store alone can tell. `log` is the store, or one around it.
Result<Findings> findings_offline(const RunSetting& setting, AttemptLog& log,
                                  const std::shared_ptr<const RunStore>& store, const World& world);

/// A run as far as its store knows it, tallied.
struct RecalledRun {
  RunSetting setting;
  ReportData report;
  RunSpend spend;               // of all invocations
  std::int64_t remembered = 0;  // replies taken from the store
};

/// All, or as many as there is room for: the others can be read back. See run/held_words.h.
enum class Hold { all_words, what_fits };

/// Asks nobody: what is missing stays missing, and the report counts it.
Result<RecalledRun> recall_run(const RunOptions& options, const World& world, Hold hold);

}  // namespace evenhand
