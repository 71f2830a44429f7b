#pragma once

#include <string>

#include "base/file_system.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// Whether a model first answers, then criticises and revises, or answers at once, as EQ-Bench asks
/// since version 2.1.
enum class EqBenchForm { plain, revised };

/// A suite of EQ-Bench's questions for the protocol eq_bench: the key of version 2 is the
/// reference. A prompt whose parts cannot be told is an error.
Result<ImportedSuite> import_eq_bench(const FileSystem& files, const std::string& questions,
                                      EqBenchForm form);

}  // namespace evenhand
