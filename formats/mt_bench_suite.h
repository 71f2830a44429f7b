#pragma once

#include <optional>
#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// Makes a suite from FastChat's question.jsonl: MT-Bench's, or another of the same form. Questions
/// keep their numbers as ids, so that FastChat's files of answers fit; each category gets the
/// temperature that FastChat asks at, and a question's `required_temperature` comes before it.
///
/// `references_path` names a file of reference answers (FastChat's reference_answer/*.jsonl), where
/// there is one. The hints that questions carry themselves (`reference`) are left out: FastChat
/// shows them to no judge.
Result<ImportedSuite> import_mt_bench(const FileSystem& files, const std::string& questions_path,
                                      const std::optional<std::string>& references_path);

}  // namespace evenhand
