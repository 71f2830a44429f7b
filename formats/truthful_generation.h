#pragma once

#include <string>

#include "base/file_system.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// A suite of TruthfulQA's open questions for the protocol truthful, whose references list the true
/// and the false answers: see formats/truthful_questions.h. "I have no comment." is added to the
/// true answers where it is missing, as upstream does.
Result<ImportedSuite> import_truthful_generation(const FileSystem& files, const std::string& path);

}  // namespace evenhand
