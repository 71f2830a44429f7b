#pragma once

#include <optional>
#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "formats/imported_suite.h"

namespace evenhand {

/// Which of FastChat's files there are, by path.
struct MtBenchFiles {
  std::string questions;  // question.jsonl

  /// reference_answer/*.jsonl. Its errors are known and many; see `errata`.
  std::optional<std::string> references = {};

  /// judge_prompts.jsonl: its words come in place of evenhand's. See formats/fastchat_prompts.h.
  std::optional<std::string> judge_prompts = {};

  /// References that are better than those, in the form of a suite's errata: lines of {"id",
  /// "references": [a text or null for each turn], "reason"}. They stay a file of their own.
  std::optional<std::string> errata = {};
};

/// Makes a suite from FastChat's question.jsonl: MT-Bench's, or another of the same form. Questions
/// keep their numbers as ids, so that FastChat's files of answers fit; each category gets the
/// temperature that FastChat asks at, and a question's `required_temperature` comes before it.
///
/// The hints that questions carry themselves (`reference`) are left out: FastChat shows them to no
/// judge. Remarks tell of that, of questions whose judges need a reference and have none, and of
/// references that are known to be wrong.
Result<ImportedSuite> import_mt_bench(const FileSystem& files, const MtBenchFiles& from);

}  // namespace evenhand
