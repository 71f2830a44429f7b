#include "cli/command.h"
#include "cli/commands/interval_flags.h"
#include "cli/options.h"
#include "report/gate_report.h"
#include "run/gate.h"

namespace evenhand {
namespace {

struct Flags {
  std::string results;
  std::string against;
  GateOptions gate;
  std::string junit;
  std::string markdown;
  IntervalFlags intervals = {};
  bool allow_incomparable = false;
  bool allow_incomplete = false;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options(
      "gate",
      "Passes or fails a finished run, for CI: exit 0 where every requirement holds, 4 where one "
      "does not, 3 where they hold but answers or verdicts are missing. Asks nobody.",
      {"evenhand gate results/nightly --require \"win_rate.low > 0.5\"",
       "evenhand gate results/branch --against results/main --require \"diff.high >= 0\"",
       "evenhand gate results/nightly --candidate new --against-candidate old --require "
       "\"diff.low > -2%\" --require \"coverage.judged_share >= 99%\" --junit gate.xml"});
  options.positional("RESULTS", flags.results, "results folder");
  options.texts("--require", flags.gate.requirements,
                "a comparison that must hold, of fields of leaderboard.json (repeatable)");
  options.texts("--candidate", flags.gate.candidates,
                "who must hold them (repeatable; default: "
                "all)");
  options.text("--against", flags.against, "results folder that 'diff' compares with");
  options.text("--against-candidate", flags.gate.against_candidate,
               "whom 'diff' compares with (default: the candidate of the same name)");
  options.flag("--allow-incomparable", flags.allow_incomparable,
               "compare although suite, judge or prompts differ");
  options.flag("--allow-incomplete", flags.allow_incomplete,
               "exit 0 although answers or verdicts are missing");
  options.text("--junit", flags.junit, "write JUnit XML");
  options.text("--markdown", flags.markdown,
               "append a summary to a file, as to $GITHUB_STEP_SUMMARY");
  flags.intervals.declare(options, {.seed = "of the intervals of 'diff' (default: 0)",
                                    .bootstrap = "resamples behind them (default: 1000)"});
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  EVENHAND_OK(flags.intervals.settle(flags.gate.diff));
  if (flags.gate.diff.resamples == 0) {
    return Error{.what = "'gate' needs resamples: --bootstrap 100"};
  }
  if (flags.allow_incomparable) flags.gate.incomparable = GateOptions::Incomparable::allow;
  return {};
}

/// Verdicts are read only for who compares: leaderboard.json is enough for the rest.
Result<GateData> gate_of(const Flags& flags, const FileSystem& files) {
  const bool within = !flags.gate.against_candidate.empty();
  if (flags.against.empty() && !within) {
    EVENHAND_TRY(ResultsBoard board, read_results_board(files, flags.results));
    const ResultsFolder results{.folder = flags.results, .board = std::move(board)};
    return gate_run(results, nullptr, flags.gate);
  }
  EVENHAND_TRY(const ResultsFolder results, read_results_folder(files, flags.results));
  if (flags.against.empty()) return gate_run(results, &results, flags.gate);
  EVENHAND_TRY(const ResultsFolder against, read_results_folder(files, flags.against));
  return gate_run(results, &against, flags.gate);
}

/// A summary page is often begun by others, and one gate may follow another.
Result<void> append(FileSystem& files, const std::string& path, const std::string& text) {
  std::string whole;
  if (files.exists(path)) {
    EVENHAND_TRY(whole, files.read(path, kMaxDataFile));
    if (!whole.empty()) whole += whole.ends_with('\n') ? "\n" : "\n\n";
  }
  return files.replace(path, whole + text);
}

ExitCode exit_code_of(const GateData& gate, const Flags& flags) {
  if (gate.unmet() > 0) return ExitCode::gate_not_met;
  return gate.incomplete() && !flags.allow_incomplete ? ExitCode::incomplete : ExitCode::success;
}

}  // namespace

CommandResult gate_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const GateData gate, gate_of(flags, world.files));
  if (!flags.junit.empty()) EVENHAND_OK(world.files.replace(flags.junit, gate_junit(gate)));
  if (!flags.markdown.empty()) {
    EVENHAND_OK(append(world.files, flags.markdown, gate_markdown(gate)));
  }
  const Charset charset = console.unicode ? Charset::unicode : Charset::ascii;
  console.out << (flags.json ? gate_json(gate) : gate_text(gate, charset));
  return exit_code_of(gate, flags);
}

}  // namespace evenhand
