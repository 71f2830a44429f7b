#include <map>
#include <tuple>

#include "formats/fastchat_export.h"
#include "run/export_run.h"
#include "run/results.h"

namespace evenhand {
namespace {

UnixTime unix_time(const Clock& clock) {
  constexpr double kMillisecond = 1e-3;
  return {static_cast<double>(clock.now().time_since_epoch().count()) * kMillisecond};
}

/// The questions and answers behind a game, to say again what the judge was shown.
class PromptsAgain {
 public:
  explicit PromptsAgain(const RecalledRun& run) : protocol_(*run.setting.protocol) {
    for (const Question& question : run.report.questions) questions_[question.id] = &question;
    for (const auto* answers : {&run.report.answers, &run.report.further_answers}) {
      for (const Answer& answer : *answers) {
        answers_[{answer.model, answer.question, answer.sample}] = &answer;
      }
    }
  }

  std::string user_prompt(const Game& game) const {
    const Exhibit exhibit{*questions_.at(game.question),
                          *answers_.at({game.candidate, game.question, game.sample}),
                          game.baseline ? &opponents_answer(game) : nullptr};
    for (const Message& message : protocol_.ask(exhibit, game)) {
      if (message.role == Role::user) return message.text;
    }
    return "";
  }

 private:
  /// An opponent with fewer samples meets the candidate's further ones again.
  const Answer& opponents_answer(const Game& game) const {
    int samples = 0;
    while (answers_.contains({*game.baseline, game.question, samples})) ++samples;
    return *answers_.at({*game.baseline, game.question, game.sample % samples});
  }

  const JudgeProtocol& protocol_;
  std::map<QuestionId, const Question*> questions_;
  std::map<std::tuple<ModelId, QuestionId, int>, const Answer*> answers_;
};

class MtBenchExporter {
 public:
  MtBenchExporter(const RecalledRun& run, UnixTime when) : run_(run), prompts_(run), when_(when) {}

  ExportedRun write() {
    add_answers();
    for (const ModelId& judge : run_.report.judges) add_verdicts(judge);
    return std::move(exported_);
  }

 private:
  void add(const std::string& path, ExportedFile file) {
    for (const std::string& remark : file.remarks) {
      exported_.remarks.push_back(path + ": " + remark);
    }
    exported_.rows += file.rows;
    exported_.files[path] = std::move(file.contents);
  }

  void add_answers() {
    const std::vector<Question>& questions = run_.report.questions;
    const std::vector<const Participant*> participants = run_.setting.participants();
    for (std::size_t p = 0; p < participants.size(); ++p) {
      const auto first =
          std::span(run_.report.answers).subspan(p * questions.size(), questions.size());
      std::vector<Answer> answers(first.begin(), first.end());
      for (const Answer& answer : run_.report.further_answers) {
        if (answer.model == participants[p]->spec.name) answers.push_back(answer);
      }
      add("model_answer/" + file_name_for(participants[p]->spec.name.text) + ".jsonl",
          fastchat_answers(questions, answers, when_));
    }
  }

  void add_verdicts(const ModelId& judge) {
    FastChatVerdicts from{.questions = run_.report.questions, .verdicts = {}, .when = when_};
    std::vector<Verdict> verdicts;
    for (const Verdict& verdict : run_.report.verdicts) {
      if (verdict.game.judge == judge) verdicts.push_back(verdict);
    }
    from.verdicts = verdicts;
    from.prompt_of = [this](const Game& game) {
      return prompts_.user_prompt(game);
    };
    const std::string path = "model_judgment/" + file_name_for(judge.text);
    const bool pairs = run_.setting.protocol->needs_baseline();
    add(path + (pairs ? "_pair.jsonl" : "_single.jsonl"),
        pairs ? fastchat_pair(from) : fastchat_single(from));
  }

  const RecalledRun& run_;
  const PromptsAgain prompts_;
  const UnixTime when_;
  ExportedRun exported_;
};

}  // namespace

Result<ExportedRun> export_to_mt_bench(const RecalledRun& run, const Clock& clock) {
  if (run.setting.asks_likelihoods()) {
    return Error{.what = "the run '" + run.report.run + "' is of the protocol '" +
                         run.report.protocol.text +
                         "', in which nobody answers, and FastChat's files hold answers",
                 .hint = "its log probabilities stand in 'answers.jsonl' of its results"};
  }
  return MtBenchExporter(run, unix_time(clock)).write();
}

}  // namespace evenhand
