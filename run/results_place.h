#pragma once

#include "run/run_file.h"
#include "run/run_options.h"
#include "run/world.h"

namespace evenhand {

/// The folder of a run's results: as told on the command line, else results/<name of the run>.
std::string results_place(const RunOptions& options, const RunFile& file);

/// An error, before anything is paid for, where that folder has the results of a run of another
/// name, unless the options allow to overwrite them. What belongs to nobody, or cannot be read, may
/// be this run's own that broke off.
Result<void> check_owner(const RunOptions& options, const RunFile& file, const World& world);

}  // namespace evenhand
