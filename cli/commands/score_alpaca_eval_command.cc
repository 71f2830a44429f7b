#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_alpaca_eval.h"

namespace evenhand {
namespace {

Json glm_json(const AlpacaEvalRow& row) {
  if (!row.weights) return nullptr;
  return {{"length", row.weights->length},
          {"difficulty", row.weights->difficulty},
          {"model", row.weights->candidate},
          {"C", or_null(row.inverse_penalty)}};
}

Json row_json(const AlpacaEvalRow& row) {
  return {{"model", row.model},
          {"baseline", row.baseline},
          {"judge", row.judge},
          {"win_rate", or_null(row.metrics.win_rate)},
          {"win_rate_interval", or_null(row.win_rate_interval)},
          {"standard_error", or_null(row.metrics.standard_error)},
          {"n_wins", row.metrics.n_wins},
          {"n_wins_base", row.metrics.n_wins_base},
          {"n_draws", row.metrics.n_draws},
          {"n_total", row.metrics.n_total},
          {"discrete_win_rate", or_null(row.metrics.discrete_win_rate)},
          {"avg_length", or_null(row.avg_length)},
          {"length_controlled_winrate", or_null(row.length_controlled_winrate)},
          {"length_controlled_winrate_interval", or_null(row.length_controlled_interval)},
          {"lc_standard_error", or_null(row.lc_standard_error)},
          {"glm", glm_json(row)},
          {"predicted_rating", or_null(row.predicted_rating)},
          {"coverage",
           {{"expected", row.expected}, {"judged", row.judged}, {"unparsed", row.unparsed}}}};
}

std::string board_json(const AlpacaEvalBoard& board, const AlpacaEvalScoring& scoring) {
  Json models = Json::array();
  Json names = Json::array();
  for (const AlpacaEvalRow& row : board.rows) {
    models.push_back(row_json(row));
    names.push_back(row.model);
  }
  Json document = {{"format", "alpaca_eval"},
                   {"calibration", board.calibration},
                   {"join", scoring.join == Join::position ? "position" : "instruction"},
                   {"seed", scoring.seed},
                   {"bootstrap", scoring.resamples},
                   {"models", std::move(models)},
                   {"warnings", board.warnings}};
  if (!board.matrix.empty()) {
    document["predicted_win_rates"] = {{"models", std::move(names)}, {"rows", board.matrix}};
  }
  return document_text(document);
}

std::string rate_text(const std::optional<double>& rate, const std::optional<Interval>& interval) {
  return value_text(rate, interval, {.decimals = 2, .of_ends = 1});
}

void print_board(const AlpacaEvalBoard& board, Console& console) {
  constexpr const char* kLine = "{:<36} {:>22} {:>22} {:>9} {:>7}\n";
  console.out << fmt::format(kLine, "model", "length-controlled %", "win rate %", "judged",
                             "length");
  for (const AlpacaEvalRow& row : board.rows) {
    console.out << fmt::format(
        kLine, terminal_cell(row.model, 36),
        rate_text(row.length_controlled_winrate, row.length_controlled_interval),
        rate_text(row.metrics.win_rate, row.win_rate_interval),
        fmt::format("{}/{}", row.judged, row.expected),
        value_text(row.avg_length, {}, {.decimals = 0}));
  }
  console.out << "\nIn brackets the 95 % interval, resampled by instruction, everything refitted.\n"
              << "Calibration: " << terminal_line(board.calibration) << ".\n";
  tell_remarks(board.warnings, console);
}

struct Flags {
  AlpacaEvalScoring scoring;
  std::string join = "instruction";
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score alpaca_eval",
                  "Win rates and length-controlled win rates from AlpacaEval's annotations.json.",
                  {"evenhand score alpaca_eval results/*/annotations.json",
                   "evenhand score alpaca_eval annotations.json --join position --json"});
  options.positionals("ANNOTATIONS.json", flags.scoring.annotations, "one or more files");
  options.text("--model-outputs", flags.scoring.model_outputs,
               "model_outputs.json, for the average length over all outputs");
  options.text("--calibration", flags.scoring.calibration,
               "difficulties and gamed rows as CSV (default: AlpacaEval 2's, where it fits)");
  options.text("--join", flags.join,
               "instruction: difficulty by text (right); position: by row, as published");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  EVENHAND_TRY(flags.scoring.join,
               choice_of<Join>({"instruction", "position"}, "--join", flags.join));
  return flags.intervals.settle(flags.scoring);
}

}  // namespace

CommandResult score_alpaca_eval_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const AlpacaEvalBoard board, score_alpaca_eval(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board, flags.scoring);
  } else {
    print_board(board, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
