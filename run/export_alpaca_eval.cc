#include <algorithm>

#include "formats/alpaca_eval_export.h"
#include "run/export_run.h"
#include "run/results.h"
#include "stats/alpaca_eval_metrics.h"
#include "stats/score_games.h"

namespace evenhand {
namespace {

/// Writes one run's files; knows where each model's answers lie.
class AlpacaEvalExporter {
 public:
  explicit AlpacaEvalExporter(const RecalledRun& run)
      : setting_(run.setting), report_(run.report), table_(run.report.verdicts) {
    for (const Question& question : report_.questions) questions_.push_back(question.id);
  }

  ExportedRun write();

 private:
  std::span<const Answer> answers_of(std::size_t participant) const {
    return std::span(report_.answers).subspan(participant * questions_.size(), questions_.size());
  }
  std::span<const Answer> baseline_answers() const {
    return answers_of(setting_.candidates.size());
  }

  void add(const std::string& path, ExportedFile file);
  void add_outputs();
  void add_judge(const ModelId& judge);
  AlpacaEvalLeaderboardRow leaderboard_row(std::size_t candidate,
                                           const QuestionScores& shares) const;

  const RunSetting& setting_;
  const ReportData& report_;
  const ScoreTable table_;
  std::vector<QuestionId> questions_;
  ExportedRun exported_;
};

void AlpacaEvalExporter::add(const std::string& path, ExportedFile file) {
  for (const std::string& remark : file.remarks) exported_.remarks.push_back(path + ": " + remark);
  exported_.rows += file.rows;
  exported_.files[path] = std::move(file.contents);
}

void AlpacaEvalExporter::add_outputs() {
  const std::vector<const Participant*> participants = setting_.participants();
  for (std::size_t p = 0; p < participants.size(); ++p) {
    add(file_name_for(participants[p]->spec.name.text) + "/model_outputs.json",
        alpaca_eval_outputs(report_.questions, answers_of(p)));
  }
}

AlpacaEvalLeaderboardRow AlpacaEvalExporter::leaderboard_row(std::size_t candidate,
                                                             const QuestionScores& shares) const {
  constexpr double kPercent = 100.0;
  const ModelId& model = setting_.candidates[candidate].spec.name;
  std::vector<double> preferences;
  for (const double share : present(shares)) preferences.push_back(1.0 + share);
  const AlpacaEvalMetrics metrics = alpaca_eval_metrics(preferences);
  AlpacaEvalLeaderboardRow row{.model = model.text,
                               .win_rate = metrics.win_rate,
                               .standard_error = metrics.standard_error,
                               .n_wins = metrics.n_wins,
                               .n_wins_base = metrics.n_wins_base,
                               .n_draws = metrics.n_draws,
                               .n_total = metrics.n_total,
                               .discrete_win_rate = metrics.discrete_win_rate};
  const auto told = std::find_if(report_.rows.begin(), report_.rows.end(),
                                 [&](const CandidateRow& other) { return other.model == model; });
  if (told->mean_length) row.avg_length = static_cast<long long>(*told->mean_length);
  // The fit is one over all judges, so with several it is nobody's own.
  if (told->length_controlled_win_rate && report_.judges.size() == 1) {
    row.length_controlled_winrate = kPercent * told->length_controlled_win_rate->value;
  }
  return row;
}

void AlpacaEvalExporter::add_judge(const ModelId& judge) {
  const std::string judge_folder = file_name_for(judge.text);
  std::vector<AlpacaEvalLeaderboardRow> rows;
  for (std::size_t c = 0; c < setting_.candidates.size(); ++c) {
    const ModelId& model = setting_.candidates[c].spec.name;
    const QuestionScores shares = table_.by_judge(model, judge, questions_);
    add(file_name_for(model.text) + "/" + judge_folder + "/annotations.json",
        alpaca_eval_annotations_file(report_.questions, {.candidate = answers_of(c),
                                                         .baseline = baseline_answers(),
                                                         .shares = shares,
                                                         .judge = judge.text}));
    rows.push_back(leaderboard_row(c, shares));
  }
  exported_.files[judge_folder + "/leaderboard.csv"] = alpaca_eval_leaderboard(std::move(rows));
}

ExportedRun AlpacaEvalExporter::write() {
  add_outputs();
  for (const ModelId& judge : report_.judges) add_judge(judge);
  if (report_.judges.size() > 1) {
    exported_.remarks.push_back(
        "leaderboard.csv has no length-controlled win rates: the run's are over all its judges "
        "together");
  }
  return std::move(exported_);
}

}  // namespace

Result<ExportedRun> export_to_alpaca_eval(const RecalledRun& run) {
  if (!run.setting.baseline) {
    return Error{.what = "the run '" + run.report.run +
                         "' compares nobody with a baseline, and AlpacaEval's files hold nothing "
                         "else",
                 .hint = "'evenhand export mt_bench' writes grades"};
  }
  return AlpacaEvalExporter(run).write();
}

}  // namespace evenhand
