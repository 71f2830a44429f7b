#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/score_formats.h"
#include "cli/options.h"
#include "report/number_text.h"
#include "report/terminal_text.h"
#include "run/score_creative_writing.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

Json row_json(const CreativeWritingRow& row) {
  Json json = {{"model", row.model.text}};
  json["score"] = row.score ? Json(row.score->value) : Json(nullptr);
  json["score_interval"] = row.score && row.score->interval
                               ? Json::array({row.score->interval->low, row.score->interval->high})
                               : Json(nullptr);
  json["criteria"] = Json::object();
  for (const auto& [name, mean] : row.criteria) json["criteria"][name] = mean;
  json["coverage"] = {
      {"expected", row.pieces}, {"judged", row.judged}, {"unparsed", row.pieces - row.judged}};
  return json;
}

std::string board_json(const CreativeWritingBoard& board) {
  Json models = Json::array();
  for (const CreativeWritingRow& row : board.rows) models.push_back(row_json(row));
  const Json document = {
      {"format", "creative_writing"}, {"models", std::move(models)}, {"warnings", board.warnings}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void print_board(const CreativeWritingBoard& board, Console& console) {
  console.out << fmt::format("{:<40} {:>22} {:>11}\n", "model", "score of 100", "pieces");
  for (const CreativeWritingRow& row : board.rows) {
    console.out << fmt::format("{:<40} {:>22} {:>11}\n",
                               shorten_to_width(terminal_line(row.model.text), 40),
                               row.score ? estimate_text(*row.score, Scale::points) : "-",
                               fmt::format("{}/{}", row.judged, row.pieces));
  }
  console.out << "\nIn brackets the 95 % interval, resampled by prompt.\n";
}

struct Flags {
  CreativeWritingScoring scoring;
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score creative_writing",
                  "Creative writing v3's rubric scores, read again from its judges' words.",
                  {"evenhand score creative_writing creative_bench_runs.json",
                   "evenhand score creative_writing creative_bench_runs.json --json"});
  options.positionals("RUNS.json", flags.scoring.results, "files of runs");
  options.integer("--seed", flags.seed, "of the intervals (default: 0)");
  options.integer("--bootstrap", flags.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

}  // namespace

CommandResult score_creative_writing_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_TRY(const IntervalFlags interval, interval_flags(flags.seed, flags.bootstrap));
  flags.scoring.seed = interval.seed;
  flags.scoring.resamples = interval.resamples;
  EVENHAND_TRY(const CreativeWritingBoard board, score_creative_writing(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  for (const std::string& warning : board.warnings) {
    console.err << "evenhand: " << terminal_line(warning) << "\n";
  }
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
