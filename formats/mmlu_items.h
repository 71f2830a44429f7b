#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/choice_item.h"
#include "base/file_system.h"

namespace evenhand {

/// Which of TruthfulQA's questions: the best answer among all false ones, or against the best false
/// one alone. Other files have the one form that they have.
enum class TruthfulTask { mc1, mc0 };

/// The one reader of multiple-choice files, for audits and for suites alike. `path` is a file, or a
/// folder of `<subject>_<split>.csv` (or .jsonl), or a folder with such a folder `test`.
///
/// CSV, with commas or semicolons: without a header (question, options, gold), or with the columns
/// question, choice0.. or A.. or choices (a list, spelled as in JSON or Python), answer, subject.
/// JSON lines, or one array: question, choices or options (a list, or {text, label}), answer or
/// answerKey, subject or category, id. TruthfulQA's: mc1_targets or mc0_targets (in mc_task.json,
/// and in Hugging Face's rows), best_answer and incorrect_answers, or the columns "Best Answer",
/// "Best Incorrect Answer" and "Incorrect Answers" of its CSV; the right answer comes first. A gold
/// answer is a letter, an index from 0, or the text of an option; an index from 1 where a file of
/// at least twenty rows has no 0 and has the number of its options.
///
/// It takes what is wrong with single questions as it comes, so that an audit can tell;
/// check_items() is for those who ask. Errors: what cannot be read at all, no questions, two of the
/// same name, TruthfulQA's rows without what the task needs.
Result<std::vector<ChoiceItem>> read_mmlu_items(const FileSystem& files, const std::string& path,
                                                TruthfulTask task = TruthfulTask::mc1);

/// The folder of few-shot examples that belongs to a folder of questions: `dev` within it or beside
/// it. nullopt where there is none.
std::optional<std::string> mmlu_examples_of(const FileSystem& files, const std::string& path);

/// The first reason why an item cannot be asked: a blank question or option, less than two options
/// or more than 26, no gold answer or one outside of the options, invalid UTF-8.
Result<void> check_items(std::span<const ChoiceItem> items);

}  // namespace evenhand
