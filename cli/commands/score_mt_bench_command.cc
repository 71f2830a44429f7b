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
#include "run/score_mt_bench.h"

namespace evenhand {
namespace {

std::optional<double> value_of(const std::optional<MeanScore>& mean) {
  return mean ? std::optional(mean->mean) : std::nullopt;
}

std::size_t rows_of(const std::optional<MeanScore>& mean) { return mean ? mean->rows : 0; }

Json single_json(const MtBenchSingleRow& row) {
  const SingleStanding& marks = row.standing;
  Json categories = Json::object();
  Json category_intervals = Json::object();
  for (const auto& [category, mean] : marks.by_category) categories[category] = mean.mean;
  for (const auto& [category, interval] : row.category_intervals) {
    category_intervals[category] = or_null(interval);
  }
  Json json = {{"model", marks.model.text}};
  add_value(json, "first_turn", value_of(marks.first_turn), row.first_turn_interval);
  add_value(json, "second_turn", value_of(marks.second_turn), row.second_turn_interval);
  add_value(json, "average", value_of(marks.average), row.average_interval);
  json["categories"] = std::move(categories);
  json["categories_interval"] = std::move(category_intervals);
  json["n_first"] = rows_of(marks.first_turn);
  json["n_second"] = rows_of(marks.second_turn);
  json["coverage"] = {
      {"expected", row.expected}, {"judged", rows_of(marks.average)}, {"unparsed", marks.unread}};
  return json;
}

Json pair_json(const MtBenchPairRow& row) {
  const PairStanding& standing = row.standing;
  const std::size_t judged = standing.wins + standing.losses + standing.ties;
  return {{"model", standing.model.text},
          {"win", standing.wins},
          {"loss", standing.losses},
          {"tie", standing.ties},
          {"inconsistent", standing.inconsistent},
          {"win_rate", or_null(standing.win_rate())},
          {"loss_rate", or_null(standing.loss_rate())},
          {"win_rate_adjusted", or_null(standing.win_rate_adjusted())},
          {"win_rate_adjusted_interval", or_null(row.win_rate_adjusted_interval)},
          {"coverage",
           {{"expected", judged + standing.failed},
            {"judged", judged},
            {"unparsed", standing.failed}}}};
}

std::string board_json(const MtBenchBoard& board, const std::string& mode) {
  Json models = Json::array();
  for (const MtBenchSingleRow& row : board.single) models.push_back(single_json(row));
  for (const MtBenchPairRow& row : board.pairs) models.push_back(pair_json(row));
  const Json document = {{"format", "mt_bench"},
                         {"mode", mode},
                         {"models", std::move(models)},
                         {"warnings", board.warnings}};
  return document_text(document);
}

void print_single(const MtBenchBoard& board, Console& console) {
  constexpr const char* kLine = "{:<32} {:>20} {:>20} {:>20} {:>9}\n";
  console.out << fmt::format(kLine, "model", "average", "first turn", "second turn", "judged");
  for (const MtBenchSingleRow& row : board.single) {
    const SingleStanding& marks = row.standing;
    console.out << fmt::format(kLine, terminal_cell(marks.model.text, 32),
                               value_text(value_of(marks.average), row.average_interval),
                               value_text(value_of(marks.first_turn), row.first_turn_interval),
                               value_text(value_of(marks.second_turn), row.second_turn_interval),
                               fmt::format("{}/{}", rows_of(marks.average), row.expected));
  }
  console.out << "\nThe average is over rows, as FastChat has it; in brackets the 95 % interval, "
                 "resampled by question.\n";
}

void print_pairs(const MtBenchBoard& board, Console& console) {
  constexpr const char* kLine = "{:<32} {:>24} {:>6} {:>6} {:>6} {:>13}\n";
  console.out << fmt::format(kLine, "model", "win rate, tie = 1/2, %", "win", "loss", "tie",
                             "inconsistent");
  for (const MtBenchPairRow& row : board.pairs) {
    const PairStanding& standing = row.standing;
    console.out << fmt::format(
        kLine, terminal_cell(standing.model.text, 32),
        value_text(standing.win_rate_adjusted(), row.win_rate_adjusted_interval, {.scale = 100.0}),
        standing.wins, standing.losses, standing.ties, standing.inconsistent);
  }
  console.out << "\nIn brackets the 95 % interval, resampled by question. A tie is everything but "
                 "two games that agree.\n";
}

struct Flags {
  MtBenchScoring scoring;
  std::string mode = "single";
  std::string baseline = {};
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score mt_bench", "MT-Bench's tables from FastChat's judgment files.",
                  {"evenhand score mt_bench gpt-4_single.jsonl --questions question.jsonl",
                   "evenhand score mt_bench gpt-4_pair.jsonl --mode pairwise-baseline"});
  options.positionals("JUDGMENTS.jsonl", flags.scoring.judgments, "one or more files");
  options.text("--mode", flags.mode, "single, pairwise-baseline or pairwise-all (default: single)");
  options.text("--baseline", flags.baseline, "of pairwise-baseline (default: gpt-3.5-turbo)");
  options.text("--questions", flags.scoring.questions, "question.jsonl, for the categories");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  EVENHAND_TRY(flags.scoring.mode,
               choice_of<MtBenchMode>({"single", "pairwise-baseline", "pairwise-all"}, "--mode",
                                      flags.mode));
  if (!flags.baseline.empty()) flags.scoring.baseline = flags.baseline;
  return flags.intervals.settle(flags.scoring);
}

/// A script may give them whatever the mode is; whoever reads along should know.
std::vector<std::string> options_not_read(const Flags& flags) {
  std::vector<std::string> warnings;
  if (!flags.scoring.questions.empty() && flags.scoring.mode != MtBenchMode::single) {
    warnings.emplace_back("'--questions' is for --mode single and was not read");
  }
  if (!flags.baseline.empty() && flags.scoring.mode != MtBenchMode::pairwise_baseline) {
    warnings.emplace_back("'--baseline' is for --mode pairwise-baseline and was not read");
  }
  return warnings;
}

}  // namespace

CommandResult score_mt_bench_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(MtBenchBoard board, score_mt_bench(flags.scoring, world));
  for (std::string& warning : options_not_read(flags)) {
    board.warnings.push_back(std::move(warning));
  }
  if (flags.json) {
    console.out << board_json(board, flags.mode);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  if (flags.scoring.mode == MtBenchMode::single) {
    print_single(board, console);
  } else {
    print_pairs(board, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
