#include "stats/choice_means.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "stats/multiple_choice.h"

namespace evenhand {
namespace {

// hendrycks/test, categories.py; by subject.
constexpr std::array<std::pair<std::string_view, std::string_view>, 57> kCategoryOf = {
    {{"abstract_algebra", "stem"},
     {"anatomy", "other"},
     {"astronomy", "stem"},
     {"business_ethics", "other"},
     {"clinical_knowledge", "other"},
     {"college_biology", "stem"},
     {"college_chemistry", "stem"},
     {"college_computer_science", "stem"},
     {"college_mathematics", "stem"},
     {"college_medicine", "other"},
     {"college_physics", "stem"},
     {"computer_security", "stem"},
     {"conceptual_physics", "stem"},
     {"econometrics", "social_sciences"},
     {"electrical_engineering", "stem"},
     {"elementary_mathematics", "stem"},
     {"formal_logic", "humanities"},
     {"global_facts", "other"},
     {"high_school_biology", "stem"},
     {"high_school_chemistry", "stem"},
     {"high_school_computer_science", "stem"},
     {"high_school_european_history", "humanities"},
     {"high_school_geography", "social_sciences"},
     {"high_school_government_and_politics", "social_sciences"},
     {"high_school_macroeconomics", "social_sciences"},
     {"high_school_mathematics", "stem"},
     {"high_school_microeconomics", "social_sciences"},
     {"high_school_physics", "stem"},
     {"high_school_psychology", "social_sciences"},
     {"high_school_statistics", "stem"},
     {"high_school_us_history", "humanities"},
     {"high_school_world_history", "humanities"},
     {"human_aging", "other"},
     {"human_sexuality", "social_sciences"},
     {"international_law", "humanities"},
     {"jurisprudence", "humanities"},
     {"logical_fallacies", "humanities"},
     {"machine_learning", "stem"},
     {"management", "other"},
     {"marketing", "other"},
     {"medical_genetics", "other"},
     {"miscellaneous", "other"},
     {"moral_disputes", "humanities"},
     {"moral_scenarios", "humanities"},
     {"nutrition", "other"},
     {"philosophy", "humanities"},
     {"prehistory", "humanities"},
     {"professional_accounting", "other"},
     {"professional_law", "humanities"},
     {"professional_medicine", "other"},
     {"professional_psychology", "social_sciences"},
     {"public_relations", "social_sciences"},
     {"security_studies", "social_sciences"},
     {"sociology", "social_sciences"},
     {"us_foreign_policy", "social_sciences"},
     {"virology", "other"},
     {"world_religions", "humanities"}}};

constexpr std::array<std::string_view, 4> kCategories = {"stem", "humanities", "social_sciences",
                                                         "other"};

struct Sum {
  double marks = 0.0;
  double questions = 0.0;

  double mean() const { return marks / questions; }
};

Sum sum_of(std::span<const double> marks) {
  Sum sum;
  for (const double mark : marks) sum.marks += mark;
  sum.questions = static_cast<double>(marks.size());
  return sum;
}

/// Which of kCategories each subject belongs to; empty where one is none of MMLU's.
std::vector<std::size_t> places_of(std::span<const SubjectMarks> subjects, MmluCategories sorting) {
  std::vector<std::size_t> places;
  for (const SubjectMarks& subject : subjects) {
    const auto category = mmlu_category(subject.subject, sorting);
    if (!category) return {};
    const auto* const place = std::find(kCategories.begin(), kCategories.end(), *category);
    places.push_back(static_cast<std::size_t>(place - kCategories.begin()));
  }
  return places;
}

double mean_of_means(std::span<const Sum> sums) {
  double total = 0.0;
  double count = 0.0;
  for (const Sum& sum : sums) {
    if (sum.questions == 0.0) continue;
    total += sum.mean();
    count += 1.0;
  }
  return total / count;
}

std::array<Sum, kCategories.size()> by_category(std::span<const Sum> sums,
                                                std::span<const std::size_t> places) {
  std::array<Sum, kCategories.size()> categories = {};
  for (std::size_t s = 0; s < places.size(); ++s) {
    categories[places[s]].marks += sums[s].marks;
    categories[places[s]].questions += sums[s].questions;
  }
  return categories;
}

/// Of the subjects that a predicate picks by their place. A subject with one question has no
/// error of its own; upstream has none either, so the pool has none.
template <class Picks>
std::optional<double> pooled_error(std::span<const SubjectMarks> subjects, const Picks& picks) {
  std::vector<PartError> parts;
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    if (subjects[s].marks.empty() || !picks(s)) continue;
    const auto error = standard_error_of_mean(subjects[s].marks);
    if (!error) return std::nullopt;
    parts.push_back({.standard_error = *error, .size = subjects[s].marks.size()});
  }
  return pooled_standard_error(parts);
}

std::vector<double> all_marks(std::span<const SubjectMarks> subjects) {
  std::vector<double> marks;
  for (const SubjectMarks& subject : subjects) {
    marks.insert(marks.end(), subject.marks.begin(), subject.marks.end());
  }
  return marks;
}

std::vector<Sum> sums_of(std::span<const SubjectMarks> subjects) {
  std::vector<Sum> sums;
  for (const SubjectMarks& subject : subjects) sums.push_back(sum_of(subject.marks));
  return sums;
}

void add_categories(std::span<const SubjectMarks> subjects, std::span<const std::size_t> places,
                    ChoiceMeans& means) {
  const std::vector<Sum> sums = sums_of(subjects);
  const auto categories = by_category(sums, places);
  means.macro_categories = mean_of_means(categories);
  for (std::size_t c = 0; c < kCategories.size(); ++c) {
    if (categories[c].questions == 0.0) continue;
    std::vector<Sum> within;
    for (std::size_t s = 0; s < places.size(); ++s) {
      if (places[s] == c) within.push_back(sums[s]);
    }
    means.categories.push_back({.category = std::string(kCategories[c]),
                                .questions = static_cast<std::size_t>(categories[c].questions),
                                .micro = categories[c].mean(),
                                .macro_subjects = mean_of_means(within),
                                .pooled_standard_error = pooled_error(
                                    subjects, [&](std::size_t s) { return places[s] == c; })});
  }
}

/// The macro means of one resample of all questions.
std::vector<std::optional<double>> resampled_macros(std::span<const SubjectMarks> subjects,
                                                    std::span<const std::size_t> places,
                                                    std::size_t questions, Rng rng) {
  const std::vector<std::uint32_t> counts = resampled_counts(questions, rng);
  std::vector<Sum> sums(subjects.size());
  std::size_t at = 0;
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    for (const double mark : subjects[s].marks) {
      const auto times = static_cast<double>(counts[at++]);
      sums[s].marks += times * mark;
      sums[s].questions += times;
    }
  }
  std::vector<std::optional<double>> macros = {mean_of_means(sums)};
  if (!places.empty()) macros.emplace_back(mean_of_means(by_category(sums, places)));
  return macros;
}

}  // namespace

std::optional<std::string_view> mmlu_category(std::string_view subject, MmluCategories sorting) {
  const std::string name = replaced(lower_case(trimmed(subject)), " ", "_");
  const auto* const found =
      std::lower_bound(kCategoryOf.begin(), kCategoryOf.end(), name,
                       [](const auto& entry, const std::string& key) { return entry.first < key; });
  if (found == kCategoryOf.end() || found->first != name) return std::nullopt;
  if (sorting == MmluCategories::lm_eval && name == "anatomy") return "stem";
  return found->second;
}

std::optional<ChoiceMeans> choice_means(std::span<const SubjectMarks> subjects,
                                        MmluCategories sorting) {
  const std::vector<double> marks = all_marks(subjects);
  if (marks.empty()) return std::nullopt;
  const std::vector<Sum> sums = sums_of(subjects);
  const auto with_questions =
      std::count_if(sums.begin(), sums.end(), [](const Sum& sum) { return sum.questions > 0.0; });
  ChoiceMeans means{
      .subjects = static_cast<std::size_t>(with_questions),
      .questions = marks.size(),
      .micro = sum_of(marks).mean(),
      .macro_subjects = mean_of_means(sums),
      .standard_error = standard_error_of_mean(marks),
      .pooled_standard_error = pooled_error(subjects, [](std::size_t) { return true; })};
  const std::vector<std::size_t> places = places_of(subjects, sorting);
  if (!places.empty()) add_categories(subjects, places, means);
  return means;
}

void add_choice_intervals(std::span<const SubjectMarks> subjects, MmluCategories sorting,
                          const BootstrapPlan& plan, std::uint64_t seed, ChoiceMeans& means) {
  const std::vector<double> marks = all_marks(subjects);
  const std::vector<std::size_t> places = places_of(subjects, sorting);
  means.micro_interval = mean_interval(marks, plan, {}, Rng::for_purpose(seed, "micro"));
  const auto macros = resampled_intervals(
      marks.size(), plan, Rng::for_purpose(seed, "macro"),
      [&](Rng rng) { return resampled_macros(subjects, places, marks.size(), rng); });
  if (!macros.empty()) means.macro_subjects_interval = macros[0];
  if (macros.size() > 1) means.macro_categories_interval = macros[1];
  for (CategoryMean& mean : means.categories) {
    std::vector<double> within;
    for (std::size_t s = 0; s < places.size(); ++s) {
      if (kCategories[places[s]] != mean.category) continue;
      within.insert(within.end(), subjects[s].marks.begin(), subjects[s].marks.end());
    }
    mean.micro_interval =
        mean_interval(within, plan, {}, Rng::for_purpose(seed, "category/" + mean.category));
  }
}

}  // namespace evenhand
