#include "formats/arena_hard_export.h"
#include "run/export_run.h"
#include "run/results.h"

namespace evenhand {
namespace {

/// Which model stands behind the run's baseline in a category.
ModelId baseline_in(const RunSetting& setting, const std::string& category) {
  if (setting.compares_by_category()) {
    const auto own = setting.suite.category_baselines.find(category);
    if (own != setting.suite.category_baselines.end()) return own->second.name;
    if (setting.suite.baseline) return setting.suite.baseline->name;
  }
  return setting.baseline->spec.name;
}

class ArenaHardExporter {
 public:
  ArenaHardExporter(const RecalledRun& run, double tstamp) : run_(run), tstamp_(tstamp) {}

  ExportedRun write() {
    for (const Participant* participant : run_.setting.participants()) {
      add_answers(participant->spec.name);
    }
    for (const ModelId& judge : run_.report.judges) {
      for (const Participant& candidate : run_.setting.candidates) {
        add_judgments(judge, candidate.spec.name);
      }
    }
    return std::move(exported_);
  }

 private:
  const ModelId& baseline() const { return run_.setting.baseline->spec.name; }

  void add(const std::string& path, ExportedFile file) {
    if (file.rows == 0) return;
    for (const std::string& remark : file.remarks) {
      exported_.remarks.push_back(path + ": " + remark);
    }
    exported_.rows += file.rows;
    exported_.files[path] = std::move(file.contents);
  }

  /// A baseline of several models becomes a file of each.
  void add_answers(const ModelId& participant) {
    std::map<ModelId, std::vector<Question>> questions_of;
    for (const Question& question : run_.report.questions) {
      const bool is_baseline = participant == baseline();
      questions_of[is_baseline ? baseline_in(run_.setting, question.category) : participant]
          .push_back(question);
    }
    for (const auto& [model, questions] : questions_of) {
      std::vector<Answer> answers;
      for (const auto* some : {&run_.report.answers, &run_.report.further_answers}) {
        for (const Answer& answer : *some) {
          if (answer.model != participant) continue;
          answers.push_back(answer);
          answers.back().model = model;
        }
      }
      add("model_answer/" + file_name_for(model.text) + ".jsonl",
          arena_hard_answers(questions, answers, ArenaHardFields::v2_0, tstamp_));
    }
  }

  void add_judgments(const ModelId& judge, const ModelId& candidate) {
    std::vector<Verdict> verdicts;
    for (const Verdict& verdict : run_.report.verdicts) {
      const Game& game = verdict.game;
      if (game.judge == judge && game.candidate == candidate) verdicts.push_back(verdict);
    }
    const ArenaHardVerdicts from = {.questions = run_.report.questions,
                                    .verdicts = verdicts,
                                    .baseline_of = [this](const Question& question) {
                                      return baseline_in(run_.setting, question.category);
                                    }};
    add("model_judgment/" + file_name_for(judge.text) + "/" + file_name_for(candidate.text) +
            ".jsonl",
        arena_hard_judgments(from, ArenaHardFields::v2_0));
  }

  const RecalledRun& run_;
  const double tstamp_;
  ExportedRun exported_;
};

}  // namespace

Result<ExportedRun> export_to_arena_hard(const RecalledRun& run, const Clock& clock) {
  if (!run.setting.baseline) {
    return Error{.what = "the protocol '" + run.setting.protocol_id.text +
                         "' compares nobody with a baseline, and Arena-Hard's files hold nothing "
                         "else"};
  }
  constexpr double kMillisecond = 1e-3;
  const double now = static_cast<double>(clock.now().time_since_epoch().count()) * kMillisecond;
  return ArenaHardExporter(run, now).write();
}

}  // namespace evenhand
