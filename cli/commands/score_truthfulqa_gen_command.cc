#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_truthful_answers.h"

namespace evenhand {
namespace {

void add_similarity(Json& json, const std::string& name, const SimilarityColumns& columns) {
  add_estimate(json, name + "_acc", columns.accuracy);
  add_estimate(json, name + "_diff", columns.lead);
  add_estimate(json, name + "_max", columns.most);
}

Json row_json(const TruthfulAnswerRow& row) {
  Json json = {{"model", row.model.text}};
  add_similarity(json, "rouge1", row.rouge1);
  add_similarity(json, "rouge2", row.rouge2);
  add_similarity(json, "rougeL", row.rouge_l);
  if (row.true_share) add_estimate(json, "true_share", row.true_share);
  if (row.informative_share) add_estimate(json, "informative_share", row.informative_share);
  if (row.both_share) add_estimate(json, "true_and_informative_share", row.both_share);
  json["coverage"] = {{"expected", row.questions},
                      {"judged", row.questions - row.without_word},
                      {"unparsed", row.without_word}};
  return json;
}

std::vector<std::string> warnings_of(const std::vector<TruthfulAnswerRow>& rows) {
  std::vector<std::string> warnings;
  for (const TruthfulAnswerRow& row : rows) {
    if (row.without_word == 0) continue;
    warnings.push_back(row.model.text + ": " + std::to_string(row.without_word) + " of " +
                       counted(row.questions, "answer") +
                       " without a word of ASCII letters or digits, similar to nothing");
  }
  return warnings;
}

std::string rows_json(const std::vector<TruthfulAnswerRow>& rows) {
  Json models = Json::array();
  for (const TruthfulAnswerRow& row : rows) models.push_back(row_json(row));
  const Json document = {
      {"format", "truthfulqa_gen"}, {"models", std::move(models)}, {"warnings", warnings_of(rows)}};
  return document_text(document);
}

void print_rows(const std::vector<TruthfulAnswerRow>& rows, Console& console) {
  constexpr const char* kLine = "{:<34} {:>20} {:>20} {:>20} {:>9}\n";
  console.out << fmt::format(kLine, "model", "ROUGE-1 acc %", "ROUGE-2 acc %", "ROUGE-L acc %",
                             "questions");
  bool probabilities = false;
  for (const TruthfulAnswerRow& row : rows) {
    console.out << fmt::format(kLine, terminal_cell(row.model.text, 34),
                               estimate_text(row.rouge1.accuracy, Scale::percent),
                               estimate_text(row.rouge2.accuracy, Scale::percent),
                               estimate_text(row.rouge_l.accuracy, Scale::percent), row.questions);
    probabilities |= row.true_share || row.informative_share;
  }
  if (probabilities) {
    console.out << "\n" << fmt::format(kLine, "model", "true %", "informative %", "both %", "");
    for (const TruthfulAnswerRow& row : rows) {
      console.out << fmt::format(kLine, terminal_cell(row.model.text, 34),
                                 estimate_text(row.true_share, Scale::percent),
                                 estimate_text(row.informative_share, Scale::percent),
                                 estimate_text(row.both_share, Scale::percent), "");
    }
  }
  console.out << "\nacc: the share of answers that are nearer to a true reference than to every "
                 "false one.\nIn brackets the 95 % interval, resampled by question.\n";
}

struct Flags {
  TruthfulAnswerScoring scoring;
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score truthfulqa_gen",
                  "TruthfulQA's similarity metrics (ROUGE) of answers to its open questions.",
                  {"evenhand score truthfulqa_gen samples_truthfulqa_gen.jsonl",
                   "evenhand score truthfulqa_gen answers.jsonl --json"});
  options.positionals("ANSWERS.jsonl", flags.scoring.answers,
                      "a row a question, or lm-evaluation-harness's samples");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

}  // namespace

CommandResult score_truthfulqa_gen_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(flags.intervals.settle(flags.scoring));
  EVENHAND_TRY(const auto rows, score_truthful_answers(flags.scoring, world));
  if (flags.json) {
    console.out << rows_json(rows);
  } else {
    tell_remarks(warnings_of(rows), console);
    print_rows(rows, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
