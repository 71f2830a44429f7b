#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/score_formats.h"
#include "cli/options.h"
#include "report/terminal_text.h"
#include "run/score_eq_bench.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(EqBenchVersion version) {
  return version == EqBenchVersion::v1 ? "v1" : "v2";
}

Json number_json(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json row_json(const EqBenchRow& row) {
  return {{"model", row.model.text},
          {"score", number_json(row.score)},
          {"score_interval", row.score_interval
                                 ? Json::array({row.score_interval->low, row.score_interval->high})
                                 : Json(nullptr)},
          {"standard_error", number_json(row.standard_error)},
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
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string score_text(const EqBenchRow& row) {
  if (!row.score) return "-";
  if (!row.score_interval) return fmt::format("{:.2f}", *row.score);
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", *row.score, row.score_interval->low,
                     row.score_interval->high);
}

void print_board(const EqBenchBoard& board, Console& console) {
  console.out << fmt::format("{:<44} {:>24} {:>8} {:>8} {:>10}\n", "model", "score", "version",
                             "pass", "parseable");
  for (const EqBenchRow& row : board.rows) {
    console.out << fmt::format("{:<44} {:>24} {:>8} {:>8} {:>10}\n",
                               shorten_to_width(terminal_line(row.model.text), 44), score_text(row),
                               name_of(row.version), row.revised ? "revised" : "first",
                               shortest_text(row.parseable));
  }
  console.out << "\n100 is perfect, 0 about what random answers score; in brackets the 95 % "
                 "interval, resampled by question.\n";
}

struct Flags {
  EqBenchScoring scoring;
  std::string bench;
  std::string at_five = "linear";
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};
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
  options.integer("--seed", flags.seed, "of the intervals (default: 0)");
  options.integer("--bootstrap", flags.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  const std::vector<std::string> versions = {"v1", "v2"};
  const std::vector<std::string> rules = {"linear", "sigmoid"};
  const auto version = std::find(versions.begin(), versions.end(), flags.bench);
  if (!flags.bench.empty() && version == versions.end()) {
    return Error{.what = "unknown --bench '" + flags.bench + "'",
                 .hint = did_you_mean(flags.bench, versions)};
  }
  if (!flags.bench.empty()) {
    flags.scoring.version = flags.bench == "v1" ? EqBenchVersion::v1 : EqBenchVersion::v2;
  }
  if (std::find(rules.begin(), rules.end(), flags.at_five) == rules.end()) {
    return Error{.what = "unknown --d5 '" + flags.at_five + "'",
                 .hint = did_you_mean(flags.at_five, rules)};
  }
  if (flags.at_five == "sigmoid") flags.scoring.at_five = DistanceOfFive::sigmoid;
  EVENHAND_TRY(const IntervalFlags interval, interval_flags(flags.seed, flags.bootstrap));
  flags.scoring.seed = interval.seed;
  flags.scoring.resamples = interval.resamples;
  return {};
}

}  // namespace

CommandResult score_eq_bench_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const EqBenchBoard board, score_eq_bench(flags.scoring, world));
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
