#pragma once

#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// Makes a suite and its baseline from a reference model's outputs: the instructions become the
/// questions "ae-001", "ae-002" ... in the order of the file, `dataset` their category, the outputs
/// the baseline's answers. Two rows with one instruction are an error.
Result<ImportedSuite> import_alpaca_eval(const FileSystem& files, const std::string& outputs_path);

}  // namespace evenhand
