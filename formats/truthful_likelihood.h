#pragma once

#include <optional>
#include <string>

#include "base/file_system.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// A suite of TruthfulQA's questions for the protocol likelihood: the options are all answers, the
/// best one first, then the other true ones; the reference names the true ones. The prompt is a
/// primer of answered questions, "Q: ..." and "A:". `primer`: a file with the text to put before
/// each question; nullopt: six of evenhand's own. Errors as of read_truthful_questions(), and a
/// question with more answers than a suite takes as options.
Result<ImportedSuite> import_truthful_likelihood(const FileSystem& files, const std::string& path,
                                                 const std::optional<std::string>& primer);

}  // namespace evenhand
