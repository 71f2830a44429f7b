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
#include "run/score_eq_bench.h"

namespace evenhand {
namespace {

std::string_view name_of(EqBenchVersion version) {
  return version == EqBenchVersion::v1 ? "v1" : "v2";
}

Json row_json(const EqBenchRow& row) {
  return {{"model", row.model.text},
          {"score", or_null(row.score)},
          {"score_interval", or_null(row.score_interval)},
          {"standard_error", or_null(row.standard_error)},
          {"parseable", row.parseable},
          {"version", name_of(row.version)},
          {"pass", row.revised ? "revised" : "first"},
          {"iterations", row.iterations},
          {"coverage",
           {{"expected", row.expected}, {"judged", row.judged}, {"unparsed", row.unparsed}}}};
}

std::string board_json(const EqBenchBoard& board) {
  Json models = Json::array();
  for (const EqBenchRow& row : board.rows) models.push_back(row_json(row));
  const Json document = {
      {"format", "eq_bench"}, {"models", std::move(models)}, {"warnings", board.warnings}};
  return document_text(document);
}

void print_board(const EqBenchBoard& board, Console& console) {
  constexpr const char* kLine = "{:<44} {:>24} {:>8} {:>8} {:>10}\n";
  console.out << fmt::format(kLine, "model", "score", "version", "pass", "parseable");
  for (const EqBenchRow& row : board.rows) {
    console.out << fmt::format(kLine, terminal_cell(row.model.text, 44),
                               value_text(row.score, row.score_interval), name_of(row.version),
                               row.revised ? "revised" : "first", shortest_text(row.parseable));
  }
  console.out << "\n100 is perfect, 0 about what random answers score; in brackets the 95 % "
                 "interval, resampled by question.\n";
}

struct Flags {
  EqBenchScoring scoring;
  std::string bench;
  std::string at_five = "linear";
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options(
      "score eq_bench", "EQ-Bench's scores from the replies in its result files.",
      {"evenhand score eq_bench results.json --questions eq_bench_v2_questions_171.json",
       "evenhand score eq_bench raw_results.json --questions questions.json --bench v1"});
  options.positionals("RESULTS.json", flags.scoring.results, "one or more files");
  options.text("--questions", flags.scoring.questions,
               "the file of questions, for the key; without it only stated scores are shown");
  options.text("--bench", flags.bench, "v1 or v2 (default: what each file says, else v2)");
  options.text("--d5", flags.at_five,
               "how a distance of 5 counts: linear, as published, or sigmoid (default: linear)");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  if (!flags.bench.empty()) {
    EVENHAND_TRY(flags.scoring.version,
                 choice_of<EqBenchVersion>({"v1", "v2"}, "--bench", flags.bench));
  }
  EVENHAND_TRY(flags.scoring.at_five,
               choice_of<DistanceOfFive>({"linear", "sigmoid"}, "--d5", flags.at_five));
  return flags.intervals.settle(flags.scoring);
}

}  // namespace

CommandResult score_eq_bench_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const EqBenchBoard board, score_eq_bench(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
