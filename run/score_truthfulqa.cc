#include "run/score_truthfulqa.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "formats/truthful_logprobs.h"
#include "stats/multiple_choice.h"

namespace evenhand {
namespace {

TruthfulMean mean_of(const std::vector<double>& marks, const TruthfulScoring& scoring,
                     const std::string& purpose) {
  TruthfulMean mean{.value = std::accumulate(marks.begin(), marks.end(), 0.0) /
                             static_cast<double>(marks.size())};
  if (scoring.resamples > 0) {
    mean.interval = mean_interval(marks, {.resamples = scoring.resamples}, {},
                                  Rng::for_purpose(scoring.seed, purpose));
  }
  return mean;
}

TruthfulRow row_of(const TruthfulModel& model, const TruthfulScoring& scoring) {
  std::vector<double> mc1;
  std::vector<double> mc2;
  std::vector<double> mc3;
  for (const TruthfulLogprobs& question : model.questions) {
    const TruthfulMarks marks = truthful_marks(question.of_true, question.of_false);
    mc1.push_back(marks.mc1);
    mc2.push_back(marks.mc2);
    mc3.push_back(marks.mc3);
  }
  TruthfulRow row{.model = model.model,
                  .questions = model.questions.size(),
                  .mc1 = mean_of(mc1, scoring, "mc1")};
  const bool has_all_true =
      std::all_of(model.questions.begin(), model.questions.end(),
                  [](const TruthfulLogprobs& question) { return question.has_all_true; });
  if (!has_all_true) return row;
  row.mc2 = mean_of(mc2, scoring, "mc2");
  row.mc3 = mean_of(mc3, scoring, "mc3");
  return row;
}

bool is_better(const TruthfulRow& a, const TruthfulRow& b) {
  if (a.mc2 && b.mc2) return a.mc2->value > b.mc2->value;
  if (a.mc2 || b.mc2) return a.mc2.has_value();
  return a.mc1.value > b.mc1.value;
}

}  // namespace

Result<std::vector<TruthfulRow>> score_truthfulqa(const TruthfulScoring& scoring,
                                                  const World& world) {
  std::vector<TruthfulRow> rows;
  std::set<ModelId> names;
  for (const std::string& path : scoring.logprobs) {
    EVENHAND_TRY(const auto models, read_truthful_logprobs(world.files, path));
    for (const TruthfulModel& model : models) {
      if (!names.insert(model.model).second) {
        return Error{.what = "the model '" + model.model.text + "' is in two files",
                     .place = SourcePlace{.file = path}};
      }
      rows.push_back(row_of(model, scoring));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), is_better);
  return rows;
}

}  // namespace evenhand
