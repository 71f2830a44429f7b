#pragma once

#include <string>

#include "base/file_system.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// A suite of TruthfulQA's open questions for the protocol truthful, whose references list the true
/// and the false answers. Reads Hugging Face's `generation` rows as JSON lines (correct_answers and
/// incorrect_answers are lists) and TruthfulQA's CSV (lists with "; " between). "I have no
/// comment." is added to the true answers where it is missing, as upstream does. Errors with place:
/// a row without a question or either list.
Result<ImportedSuite> import_truthful_generation(const FileSystem& files, const std::string& path);

}  // namespace evenhand
