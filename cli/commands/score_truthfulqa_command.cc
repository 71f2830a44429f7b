#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/commands/value_text.h"
#include "cli/options.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_truthfulqa.h"

namespace evenhand {
namespace {

Json value_json(const std::optional<TruthfulMean>& mean) {
  return mean ? Json(mean->value) : Json(nullptr);
}

Json interval_json(const std::optional<TruthfulMean>& mean) {
  return mean ? or_null(mean->interval) : Json(nullptr);
}

Json row_json(const TruthfulRow& row) {
  return {{"model", row.model.text},
          {"mc1", row.mc1.value},
          {"mc1_interval", interval_json(row.mc1)},
          {"mc2", value_json(row.mc2)},
          {"mc2_interval", interval_json(row.mc2)},
          {"mc3", value_json(row.mc3)},
          {"mc3_interval", interval_json(row.mc3)},
          {"coverage", {{"expected", row.questions}, {"judged", row.questions}, {"unparsed", 0}}}};
}

std::string rows_json(const std::vector<TruthfulRow>& rows) {
  Json models = Json::array();
  for (const TruthfulRow& row : rows) models.push_back(row_json(row));
  const Json document = {
      {"format", "truthfulqa"}, {"models", std::move(models)}, {"warnings", Json::array()}};
  return document_text(document);
}

std::string mean_text(const std::optional<TruthfulMean>& mean) {
  return mean ? value_text(mean->value, mean->interval, {.scale = 100.0}) : "-";
}

void print_rows(const std::vector<TruthfulRow>& rows, Console& console) {
  console.out << fmt::format("{:<34} {:>22} {:>22} {:>22} {:>10}\n", "model", "MC1 %", "MC2 %",
                             "MC3 %", "questions");
  for (const TruthfulRow& row : rows) {
    console.out << fmt::format(
        "{:<34} {:>22} {:>22} {:>22} {:>10}\n", shorten_to_width(terminal_line(row.model.text), 34),
        mean_text(row.mc1), mean_text(row.mc2), mean_text(row.mc3), row.questions);
  }
  console.out << "\nMC1: the best answer is likelier than every false one; MC2: the true answers' "
                 "share of the\nprobability; MC3: the share of true answers that are likelier than "
                 "every false one.\nIn brackets the 95 % interval, resampled by question.\n";
}

struct Flags {
  TruthfulScoring scoring;
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score truthfulqa",
                  "TruthfulQA's MC1, MC2 and MC3 from log probabilities of whole answers.",
                  {"evenhand score truthfulqa samples_truthfulqa_mc2.jsonl"});
  options.positionals("LOGPROBS.jsonl", flags.scoring.logprobs,
                      "a row a question, or lm-evaluation-harness's samples");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

}  // namespace

CommandResult score_truthfulqa_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(flags.intervals.settle(flags.scoring));
  EVENHAND_TRY(const auto rows, score_truthfulqa(flags.scoring, world));
  if (flags.json) {
    console.out << rows_json(rows);
  } else {
    print_rows(rows, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
