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
#include "run/score_eq_bench3.h"

namespace evenhand {
namespace {

Json row_json(const EqBench3Row& row) {
  Json json = {{"model", row.model.text}};
  add_estimate(json, "rating", row.rating);
  json["upstream_interval"] = or_null(row.upstream_interval);
  json["comparisons"] = row.comparisons;
  add_estimate(json, "rubric", row.rubric);
  json["criteria"] = Json::object();
  for (const auto& [name, mean] : row.criteria) json["criteria"][name] = mean;
  json["coverage"] = {{"expected", row.tasks},
                      {"judged", row.scored_tasks},
                      {"unparsed", row.tasks - row.scored_tasks}};
  return json;
}

std::string board_json(const EqBench3Board& board) {
  Json models = Json::array();
  for (const EqBench3Row& row : board.rows) models.push_back(row_json(row));
  const Json document = {{"format", "eq_bench3"},
                         {"anchored", board.anchored},
                         {"models", std::move(models)},
                         {"warnings", board.warnings}};
  return document_text(document);
}

void print_board(const EqBench3Board& board, Console& console) {
  constexpr const char* kLine = "{:<34} {:>26} {:>11} {:>22} {:>9}\n";
  console.out << fmt::format(kLine, "model", "rating", "comparisons", "rubric of 20", "tasks");
  for (const EqBench3Row& row : board.rows) {
    console.out << fmt::format(kLine, terminal_cell(row.model.text, 34),
                               estimate_text(row.rating, Scale::points), row.comparisons,
                               estimate_text(row.rubric, Scale::points),
                               fmt::format("{}/{}", row.scored_tasks, row.tasks));
  }
  console.out << "\nIn brackets the 95 % interval, resampled by scenario.\n";
}

struct Flags {
  EqBench3Scoring scoring;
  std::vector<std::string> anchors = {};
  std::optional<long long> window = {};
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score eq_bench3",
                  "EQ-Bench 3's ratings and rubric scores from its judges' marks.",
                  {"evenhand score eq_bench3 eqbench3_runs.json elo_results_eqbench3.json",
                   "evenhand score eq_bench3 elo_results_eqbench3.json --window 0 --json"});
  options.positionals("RESULTS.json", flags.scoring.results,
                      "files of runs, of comparisons, or both");
  options.texts("--anchor", flags.anchors,
                "MODEL=RATING, given twice: the ratings that two models shall have (default: "
                "o3=1500 and meta-llama/llama-3.2-1b-instruct=200)");
  options.integer("--window", flags.window,
                  "comparisons of models farther apart in rank do not count (default: 16; 0: all "
                  "count)");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<std::pair<ModelId, double>> anchor_of(const std::string& text) {
  const std::size_t sign = text.rfind('=');
  const auto rating =
      sign == std::string::npos ? std::nullopt : parse_number(text.substr(sign + 1));
  if (sign == 0 || !rating) {
    return Error{.what = "--anchor needs MODEL=RATING, found '" + text + "'"};
  }
  return std::pair(ModelId{text.substr(0, sign)}, *rating);
}

Result<void> settle(Flags& flags) {
  if (flags.window) {
    if (*flags.window < 0) return Error{.what = "--window should be 0 or more"};
    flags.scoring.window = static_cast<std::size_t>(*flags.window);
  }
  if (!flags.anchors.empty()) {
    if (flags.anchors.size() != 2) {
      return Error{.what = "--anchor is given twice or not at all",
                   .hint = "a scale is set by two models"};
    }
    EVENHAND_TRY(flags.scoring.high_anchor, anchor_of(flags.anchors[0]));
    EVENHAND_TRY(flags.scoring.low_anchor, anchor_of(flags.anchors[1]));
    const auto& [high, low] = std::pair(flags.scoring.high_anchor, flags.scoring.low_anchor);
    if (high.first == low.first || high.second == low.second) {
      return Error{.what = "--anchor needs two models with two ratings, found '" +
                           flags.anchors[0] + "' and '" + flags.anchors[1] + "'"};
    }
  }
  return flags.intervals.settle(flags.scoring);
}

}  // namespace

CommandResult score_eq_bench3_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const EqBench3Board board, score_eq_bench3(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
