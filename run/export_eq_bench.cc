#include <algorithm>
#include <chrono>

#include "formats/eq_bench_export.h"
#include "judge/emotions.h"
#include "run/export_run.h"
#include "run/score_eq_bench.h"

namespace evenhand {
namespace {

std::map<std::string, double> by_label(const std::vector<Emotion>& emotions) {
  std::map<std::string, double> intensities;
  for (const Emotion& emotion : emotions) intensities[emotion.label] = emotion.intensity;
  return intensities;
}

EqBenchReply reply_of(const Question& question, const Answer& answer) {
  const std::string& words = answer.turns.back().text;
  const EmotionReply passes = read_emotions(words, language_of_prompt(question.turns.back().user));
  return {
      .raw = words, .first_pass = by_label(passes.first_pass), .revised = by_label(passes.revised)};
}

/// A candidate's answers, a sample each an iteration.
EqBenchResults results_of(const ReportData& report, std::size_t candidate, const ModelId& model) {
  const std::size_t questions = report.questions.size();
  EqBenchResults results{.model = model, .version = "v2"};
  const std::size_t of_one_sample = report.answers.size();
  const std::size_t samples =
      1 + (of_one_sample == 0 ? 0 : report.further_answers.size() / of_one_sample);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    auto& replies = results.iterations.emplace_back();
    for (std::size_t q = 0; q < questions; ++q) {
      const std::size_t at = candidate * questions + q;
      const Answer& answer = sample == 0
                                 ? report.answers[at]
                                 : report.further_answers[(sample - 1) * of_one_sample + at];
      if (answer.failure || answer.turns.empty()) continue;
      replies[report.questions[q].id] = reply_of(report.questions[q], answer);
    }
  }
  return results;
}

std::vector<EqBenchQuestion> questions_of(const ReportData& report) {
  std::vector<EqBenchQuestion> questions;
  for (const Question& question : report.questions) {
    EqBenchQuestion& made = questions.emplace_back();
    made.id = question.id;
    made.prompt = question.turns.back().user;
    for (const Emotion& emotion : emotions_of_key(question.turns.back().reference.value_or(""))) {
      made.labels.push_back(emotion.label);
      made.full_scale.push_back(emotion.intensity);
    }
  }
  return questions;
}

bool is_german(const std::vector<EqBenchQuestion>& questions) {
  return !questions.empty() &&
         language_of_prompt(questions.front().prompt) == EmotionLanguage::german;
}

/// Adds the table of scores, and what it warns of.
void add_summary(const ReportData& report, const std::vector<EqBenchResults>& all,
                 const Clock& clock, ExportedRun& exported) {
  const std::vector<EqBenchQuestion> questions = questions_of(report);
  EqBenchBoard board;
  for (const EqBenchResults& results : all) {
    score_eq_bench_replies(questions, results, {.resamples = 0}, board);
  }
  exported.remarks.insert(exported.remarks.end(), board.warnings.begin(), board.warnings.end());
  std::vector<EqBenchSummary> rows;
  for (const EqBenchRow& row : board.rows) {
    rows.push_back({.model = row.model,
                    .score = row.score,
                    .parseable = row.parseable,
                    .iterations = row.iterations,
                    .german = is_german(questions)});
  }
  exported.files["benchmark_results.csv"] =
      eq_bench_benchmark_results(rows, std::chrono::floor<std::chrono::seconds>(clock.now()));
}

}  // namespace

Result<ExportedRun> export_to_eq_bench(const RecalledRun& run, const Clock& clock) {
  if (run.report.protocol.text != "eq_bench") {
    return Error{
        .what = "the run '" + run.report.run + "' is of the protocol '" + run.report.protocol.text +
                "', and EQ-Bench's files hold intensities",
        .hint = "a run of a suite that 'evenhand import eq_bench' has made can be written"};
  }
  ExportedRun exported;
  std::vector<EqBenchResults> all;
  for (std::size_t c = 0; c < run.setting.candidates.size(); ++c) {
    const ModelId& model = run.setting.candidates[c].spec.name;
    all.push_back(results_of(run.report, c, model));
    std::size_t missing = 0;
    for (const auto& replies : all.back().iterations) {
      exported.rows += replies.size();
      missing += run.report.questions.size() - replies.size();
    }
    if (missing == 0) continue;
    exported.remarks.push_back(model.text + ": " + std::to_string(missing) +
                               (missing == 1 ? " reply is" : " replies are") +
                               " missing and left out");
  }
  exported.files["raw_results.json"] = eq_bench_raw_results(all);
  add_summary(run.report, all, clock, exported);
  return exported;
}

}  // namespace evenhand
