#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_truthfulqa.h"

namespace evenhand {
namespace {

void add_means(Json& json, const std::string& prefix, const TruthfulMeans& means) {
  add_estimate(json, prefix + "mc1", means.mc1);
  add_estimate(json, prefix + "mc2", means.mc2);
  add_estimate(json, prefix + "mc3", means.mc3);
}

Json row_json(const TruthfulRow& row) {
  const std::size_t questions = row.means.questions;
  Json json = {{"model", row.model.text}};
  add_means(json, "", row.means);
  json["coverage"] = {{"expected", questions}, {"judged", questions}, {"unparsed", 0}};
  if (!row.audited) return json;
  json["audited_questions"] = row.audited->questions;
  add_means(json, "audited_", *row.audited);
  return json;
}

std::string board_json(const TruthfulBoard& board) {
  Json models = Json::array();
  for (const TruthfulRow& row : board.rows) models.push_back(row_json(row));
  Json document = {
      {"format", "truthfulqa"}, {"models", std::move(models)}, {"warnings", board.warnings}};
  for (const auto& [question, why] : board.excluded) {
    document["excluded"].push_back({{"question", question}, {"why", why}});
  }
  return document_text(document);
}

std::string mean_text(const std::optional<Estimate>& mean) {
  return mean ? value_text(mean->value, mean->interval, {.scale = 100.0}) : "-";
}

constexpr const char* kLine = "{:<34} {:>22} {:>22} {:>22} {:>10}\n";

void print_means(const std::string& model, const TruthfulMeans& means, Console& console) {
  console.out << fmt::format(kLine, terminal_cell(model, 34), mean_text(means.mc1),
                             mean_text(means.mc2), mean_text(means.mc3), means.questions);
}

void print_audited(const TruthfulBoard& board, Console& console) {
  console.out << "\nWithout the " << counted(board.excluded.size(), "question")
              << " that the overlay excludes:\n";
  for (const TruthfulRow& row : board.rows) {
    if (row.audited) {
      print_means(row.model.text, *row.audited, console);
    } else {
      console.out << terminal_line(row.model.text) << ": no question is left\n";
    }
  }
}

void print_board(const TruthfulBoard& board, Console& console) {
  console.out << fmt::format(kLine, "model", "MC1 %", "MC2 %", "MC3 %", "questions");
  for (const TruthfulRow& row : board.rows) print_means(row.model.text, row.means, console);
  if (!board.excluded.empty()) print_audited(board, console);
  console.out << "\nMC1: the best answer is likelier than every false one; MC2: the true answers' "
                 "share of the\nprobability; MC3: the share of true answers that are likelier than "
                 "every false one.\nIn brackets the 95 % interval, resampled by question.\n";
}

struct Flags {
  TruthfulScoring scoring;
  std::string ties = "original";
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score truthfulqa",
                  "TruthfulQA's MC1, MC2 and MC3 from log probabilities of whole answers.",
                  {"evenhand score truthfulqa samples_truthfulqa_mc2.jsonl",
                   "evenhand score truthfulqa logprobs.jsonl --overlay flaws.yaml --json"});
  options.positionals("LOGPROBS.jsonl", flags.scoring.logprobs,
                      "a row a question, or lm-evaluation-harness's samples");
  options.text("--ties", flags.ties,
               "MC1 where the best answer and a false one are equally likely: original (lost), or "
               "lm_eval (won) (default: original)");
  options.text("--overlay", flags.scoring.overlay,
               "scores besides without the questions that this file excludes, as 'evenhand audit' "
               "writes it");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  EVENHAND_TRY(flags.scoring.tie,
               choice_of<TieOfMc1>({"original", "lm_eval"}, "--ties", flags.ties));
  return flags.intervals.settle(flags.scoring);
}

}  // namespace

CommandResult score_truthfulqa_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const TruthfulBoard board, score_truthfulqa(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
