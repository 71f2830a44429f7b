#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_creative_writing.h"

namespace evenhand {
namespace {

Json row_json(const CreativeWritingRow& row) {
  Json json = {{"model", row.model.text}};
  add_estimate(json, "score", row.score);
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
  return document_text(document);
}

void print_board(const CreativeWritingBoard& board, Console& console) {
  constexpr const char* kLine = "{:<40} {:>22} {:>11}\n";
  console.out << fmt::format(kLine, "model", "score of 100", "pieces");
  for (const CreativeWritingRow& row : board.rows) {
    console.out << fmt::format(kLine, terminal_cell(row.model.text, 40),
                               estimate_text(row.score, Scale::points),
                               fmt::format("{}/{}", row.judged, row.pieces));
  }
  console.out << "\nIn brackets the 95 % interval, resampled by prompt.\n";
}

struct Flags {
  CreativeWritingScoring scoring;
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score creative_writing",
                  "Creative writing v3's rubric scores, read again from its judges' words.",
                  {"evenhand score creative_writing creative_bench_runs.json",
                   "evenhand score creative_writing creative_bench_runs.json --json"});
  options.positionals("RUNS.json", flags.scoring.results, "files of runs");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

}  // namespace

CommandResult score_creative_writing_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(flags.intervals.settle(flags.scoring));
  EVENHAND_TRY(const CreativeWritingBoard board, score_creative_writing(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
