#include "run/score_truthfulqa.h"

#include <algorithm>
#include <set>

#include "formats/truthful_logprobs.h"
#include "run/estimated_mean.h"
#include "run/score_overlay.h"

namespace evenhand {
namespace {

Estimate mean_of(const std::vector<double>& marks, const TruthfulScoring& scoring,
                 const std::string& purpose) {
  return estimated_mean(marks, scoring.resamples, {}, Rng::for_purpose(scoring.seed, purpose));
}

std::optional<TruthfulMeans> means_of(const std::vector<const TruthfulLogprobs*>& questions,
                                      const TruthfulScoring& scoring) {
  if (questions.empty()) return std::nullopt;
  std::vector<double> mc1;
  std::vector<double> mc2;
  std::vector<double> mc3;
  bool has_all_true = true;
  for (const TruthfulLogprobs* question : questions) {
    const TruthfulMarks marks = truthful_marks(question->of_true, question->of_false, scoring.tie);
    mc1.push_back(marks.mc1);
    mc2.push_back(marks.mc2);
    mc3.push_back(marks.mc3);
    has_all_true = has_all_true && question->has_all_true;
  }
  TruthfulMeans means{.questions = questions.size(), .mc1 = mean_of(mc1, scoring, "mc1")};
  if (!has_all_true) return means;
  means.mc2 = mean_of(mc2, scoring, "mc2");
  means.mc3 = mean_of(mc3, scoring, "mc3");
  return means;
}

std::string called(const TruthfulLogprobs& question) { return "truthfulqa/" + question.id; }

Result<TruthfulRow> row_of(const TruthfulModel& model, const TruthfulScoring& scoring,
                           const ScoreOverlay& overlay, const std::string& path) {
  std::vector<const TruthfulLogprobs*> all;
  std::vector<const TruthfulLogprobs*> audited;
  for (const TruthfulLogprobs& question : model.questions) {
    if (!overlay.excluded.empty() && question.id.empty()) {
      return Error{.what = "an overlay needs rows that say which question they are",
                   .hint = "give each row an 'id'",
                   .place = SourcePlace{.file = path, .line = question.line}};
    }
    all.push_back(&question);
    const bool excluded =
        overlay.excluded.contains(question.id) || overlay.excluded.contains(called(question));
    if (!excluded) audited.push_back(&question);
  }
  TruthfulRow row{.model = model.model, .means = *means_of(all, scoring)};
  if (overlay.is_given()) row.audited = means_of(audited, scoring);
  return row;
}

bool is_better(const TruthfulRow& row, const TruthfulRow& other) {
  const TruthfulMeans& a = row.means;
  const TruthfulMeans& b = other.means;
  if (a.mc2 && b.mc2) return a.mc2->value > b.mc2->value;
  if (a.mc2 || b.mc2) return a.mc2.has_value();
  return a.mc1.value > b.mc1.value;
}

}  // namespace

Result<TruthfulBoard> score_truthfulqa(const TruthfulScoring& scoring, const World& world) {
  EVENHAND_TRY(const ScoreOverlay overlay, read_score_overlay(world.files, scoring.overlay));
  TruthfulBoard board{.rows = {}, .warnings = overlay.warnings, .excluded = overlay.excluded};
  std::set<ModelId> names;
  std::string a_row;
  std::size_t found = 0;
  for (const std::string& path : scoring.logprobs) {
    EVENHAND_TRY(const auto models, read_truthful_logprobs(world.files, path));
    for (const TruthfulModel& model : models) {
      if (!names.insert(model.model).second) {
        return Error{.what = "the model '" + model.model.text + "' is in two files",
                     .place = SourcePlace{.file = path}};
      }
      EVENHAND_TRY(TruthfulRow row, row_of(model, scoring, overlay, path));
      const std::size_t left = row.audited ? row.audited->questions : 0;
      const std::size_t here = row.means.questions - left;
      found += here;
      if (a_row.empty()) a_row = called(model.questions.front());
      const auto missing = missing_questions_in_words(overlay, model.model.text, here);
      if (!missing.empty()) board.warnings.push_back(missing);
      board.rows.push_back(std::move(row));
    }
  }
  if (!overlay.excluded.empty() && found == 0) return no_question_of_overlay(overlay, a_row);
  std::stable_sort(board.rows.begin(), board.rows.end(), is_better);
  return board;
}

}  // namespace evenhand
