#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/file_system.h"
#include "formats/imported_suite.h"
#include "formats/mmlu_items.h"

namespace evenhand {

struct ChoiceImport {
  std::string name = "mmlu";
  std::string questions;      // a file or a folder: see formats/mmlu_items.h
  std::size_t shots = 0;      // examples before each question
  std::string examples = {};  // file or folder of them; empty: `dev` beside
  TruthfulTask task = TruthfulTask::mc1;
  std::optional<std::uint64_t> shuffle = {};  // seed by which options are put in another order
};

/// A suite of multiple-choice questions for the protocol multiple_choice: subjects are categories,
/// the reference is the right option's letter. Questions ask for reasoning and a last line
/// "Answer: LETTER"; with examples, for the letter alone. Options that refer to others ("all of the
/// above", "both A and B") stay where they are, with their whole question. Errors: a question that
/// cannot be asked, a gold letter outside of the options, a subject without enough examples.
Result<ImportedSuite> import_choices(const FileSystem& files, const ChoiceImport& order);

}  // namespace evenhand
