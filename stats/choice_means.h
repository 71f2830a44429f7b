#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stats/bootstrap.h"

namespace evenhand {

/// A subject's questions: 1 for a right reply, 0 for any other, the mean of several samples
/// between.
struct SubjectMarks {
  std::string subject;
  std::vector<double> marks;
};

/// Who sorts MMLU's subjects: its authors (and simple-evals), or lm-evaluation-harness, which has
/// anatomy in stem.
enum class MmluCategories { hendrycks, lm_eval };

/// "stem", "humanities", "social_sciences" or "other"; blanks in a subject count as underscores,
/// capitals as small letters. nullopt for a subject that MMLU does not have.
std::optional<std::string_view> mmlu_category(std::string_view subject, MmluCategories sorting);

struct CategoryMean {
  std::string category;
  std::size_t questions = 0;
  double micro = 0.0;           // over its questions
  double macro_subjects = 0.0;  // over its subjects
  std::optional<double> pooled_standard_error = {};
  std::optional<Interval> micro_interval = {};
};

/// What published tables call a model's accuracy, in [0, 1]. They rank models differently, so each
/// has its name.
struct ChoiceMeans {
  std::size_t subjects = 0;
  std::size_t questions = 0;
  double micro = 0.0;                                // over all questions
  double macro_subjects = 0.0;                       // over subjects, all alike
  std::optional<double> macro_categories = {};       // of the categories' micro; only where every
                                                     // subject is one of MMLU's
  std::optional<double> standard_error = {};         // of micro: s / sqrt(n)
  std::optional<double> pooled_standard_error = {};  // lm-evaluation-harness's
  std::optional<Interval> micro_interval = {};
  std::optional<Interval> macro_subjects_interval = {};
  std::optional<Interval> macro_categories_interval = {};
  std::vector<CategoryMean> categories = {};  // those that have questions; empty as above
};

/// Without intervals. Leaves out subjects without questions; nullopt where none has any.
std::optional<ChoiceMeans> choice_means(std::span<const SubjectMarks> subjects,
                                        MmluCategories sorting);

/// Adds the intervals, resampled by question over all subjects at once. Requires marks in [0, 1]
/// and means of the same subjects.
void add_choice_intervals(std::span<const SubjectMarks> subjects, MmluCategories sorting,
                          const BootstrapPlan& plan, std::uint64_t seed, ChoiceMeans& means);

}  // namespace evenhand
