#include "run/score_mmlu.h"

#include <algorithm>
#include <set>

#include "formats/mmlu_predictions.h"
#include "run/refit_plan.h"
#include "run/score_overlay.h"
#include "stats/multiple_choice.h"

namespace evenhand {
namespace {

constexpr std::size_t kSubjectsOfMmlu = 57;

SubjectMarks marks_of(const MmluSubjectCount& count) {
  SubjectMarks marks{.subject = count.subject, .marks = std::vector<double>(count.questions, 0.0)};
  std::fill_n(marks.marks.begin(), count.right, 1.0);
  return marks;
}

MmluSubjectRow row_of(const MmluSubjectCount& count, const SubjectMarks& marks,
                      const MmluScoring& scoring) {
  MmluSubjectRow row{
      .subject = count.subject,
      .questions = count.questions,
      .right = count.right,
      .invalid = count.invalid,
      .accuracy = static_cast<double>(count.right) / static_cast<double>(count.questions),
      .standard_error = standard_error_of_mean(marks.marks)};
  if (scoring.resamples > 0) {
    row.interval = mean_interval(marks.marks, {.resamples = scoring.resamples}, {},
                                 Rng::for_purpose(scoring.seed, "subject/" + count.subject));
  }
  return row;
}

std::optional<ChoiceMeans> means_of(const std::vector<SubjectMarks>& subjects,
                                    const MmluScoring& scoring) {
  std::optional<ChoiceMeans> means = choice_means(subjects, scoring.sorting);
  if (means && scoring.resamples > 0) {
    add_choice_intervals(subjects, scoring.sorting, refit_plan(scoring.resamples), scoring.seed,
                         *means);
  }
  return means;
}

/// What is left of each subject.
std::vector<SubjectMarks> audited_marks(const MmluPredictions& predictions) {
  std::vector<SubjectMarks> subjects;
  for (MmluSubjectCount count : predictions.subjects) {
    count.questions -= count.excluded;
    count.right -= count.excluded_right;
    if (count.questions > 0) subjects.push_back(marks_of(count));
  }
  return subjects;
}

MmluRow row_of(const MmluPredictions& predictions, const MmluScoring& scoring) {
  MmluRow row{.model = predictions.model};
  std::vector<SubjectMarks> subjects;
  for (const MmluSubjectCount& count : predictions.subjects) {
    subjects.push_back(marks_of(count));
    row.subjects.push_back(row_of(count, subjects.back(), scoring));
    row.invalid += count.invalid;
  }
  row.means = *means_of(subjects, scoring);
  if (scoring.overlay.empty()) return row;
  row.audited = means_of(audited_marks(predictions), scoring);
  row.audited_invalid = row.invalid;
  for (const MmluSubjectCount& count : predictions.subjects) {
    row.audited_invalid -= count.excluded_invalid;
  }
  return row;
}

std::size_t excluded_rows(const MmluPredictions& predictions) {
  std::size_t rows = 0;
  for (const MmluSubjectCount& count : predictions.subjects) rows += count.excluded;
  return rows;
}

void warn_of_gaps(const MmluRow& row, MmluBoard& board) {
  const auto warn = [&](const std::string& what) {
    board.warnings.push_back(row.model.text + ": " + what);
  };
  for (const MmluSubjectRow& subject : row.subjects) {
    if (mmlu_category(subject.subject, MmluCategories::hendrycks)) continue;
    warn("'" + subject.subject + "' is none of MMLU's subjects, so there are no categories");
    return;
  }
  if (row.means.subjects < kSubjectsOfMmlu) {
    warn("only " + std::to_string(row.means.subjects) + " of MMLU's 57 subjects");
  }
}

}  // namespace

Result<MmluBoard> score_mmlu(const MmluScoring& scoring, const World& world) {
  EVENHAND_TRY(const ScoreOverlay overlay, read_score_overlay(world.files, scoring.overlay));
  const std::set<std::string> excluded = overlay.names();
  MmluBoard board{.rows = {}, .warnings = overlay.warnings, .excluded = overlay.excluded};
  std::set<ModelId> models;
  std::string a_row;
  std::size_t found = 0;
  for (const std::string& path : scoring.predictions) {
    EVENHAND_TRY(const auto all, read_mmlu_predictions(world.files, path, excluded));
    for (const MmluPredictions& predictions : all) {
      if (!models.insert(predictions.model).second) {
        return Error{.what = "the model '" + predictions.model.text + "' is in two files",
                     .place = SourcePlace{.file = path}};
      }
      board.rows.push_back(row_of(predictions, scoring));
      warn_of_gaps(board.rows.back(), board);
      const std::size_t here = excluded_rows(predictions);
      found += here;
      if (a_row.empty()) a_row = predictions.first_question;
      const auto missing = missing_questions_in_words(overlay, predictions.model.text, here);
      if (!missing.empty()) board.warnings.push_back(missing);
    }
  }
  if (!excluded.empty() && found == 0) return no_question_of_overlay(overlay, a_row);
  std::stable_sort(board.rows.begin(), board.rows.end(), [](const MmluRow& a, const MmluRow& b) {
    return a.means.micro > b.means.micro;
  });
  return board;
}

}  // namespace evenhand
