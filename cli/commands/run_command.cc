
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/limit_flags.h"
#include "cli/commands/texts_flag.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/progress_lines.h"
#include "cli/table_style.h"
#include "report/leaderboard_json.h"
#include "report/leaderboard_table.h"
#include "report/terminal_text.h"
#include "run/conduct.h"
#include "run/results.h"

namespace evenhand {
namespace {

struct RunFlags {
  RunOptions options;
  std::string charts;
  std::string texts;
  bool overwrite = false;
  bool offline = false;
  bool json = false;
  bool quiet = false;
  LimitFlags limits = {};
};

Options describe(RunFlags& flags) {
  Options options("run",
                  "Asks, judges, scores and reports whatever is still missing. "
                  "Running it again resumes it.",
                  {"evenhand run nightly.yaml", "evenhand run nightly.yaml --max-cost 5",
                   "evenhand run nightly.yaml --set candidates.0.params.temperature=0.2",
                   "evenhand run nightly.yaml --offline --json"});
  options.positional("RUN.yaml", flags.options.run_file, "the run file");
  options.text("--out", flags.options.out, "folder of results (default: results/NAME)");
  options.text("--store", flags.options.store,
               "where replies are kept (default: .evenhand/store.db beside the run file)");
  options.text("--charts", flags.charts, "folder for the report's pictures as .svg files");
  options.flag("--overwrite", flags.overwrite,
               "replace results of a run of another name in that folder");
  options.flag("--offline", flags.offline, "ask nobody: what is missing stays missing");
  flags.limits.declare(options);
  describe_texts(options, flags.texts);
  options.texts("--set", flags.options.overrides, "override a setting: key=value (repeatable)");
  options.flag("--json", flags.json, "print the leaderboard as JSON");
  options.flag("--quiet", flags.quiet, "no progress, no remarks");
  return options;
}

/// The same command again, limits included, so that going on spends no more than was allowed; all
/// but the limit that was reached, which is the user's to raise.
std::string resume_hint(const RunFlags& flags, const RunOutcome& outcome) {
  std::string command = "evenhand run " + shell_word(flags.options.run_file);
  const auto add = [&](const std::string& option, const std::string& value) {
    if (!value.empty()) command += " " + option + " " + shell_word(value);
  };
  for (const std::string& assignment : flags.options.overrides) add("--set", assignment);
  add("--store", flags.options.store);
  add("--out", flags.options.out);
  if (flags.overwrite) command += " --overwrite";
  add("--charts", flags.charts);
  add("--texts", flags.texts);
  for (const std::string& limit : flags.limits.words()) {
    const std::string name = split(limit, ' ').front();
    const bool reached = outcome.stopped_by && outcome.stopped_by->kind == ErrorKind::over_budget &&
                         outcome.stopped_by->hint.find(name) != std::string::npos;
    if (!reached) command += " " + limit;
  }
  return command;
}

/// Why the run ended as it did, the gravest reason first.
ExitCode exit_code_of(const RunOutcome& outcome) {
  if (const auto code = exit_code_of(early_end_of(outcome))) return *code;
  return outcome.report.lacks_anything() ? ExitCode::incomplete : ExitCode::success;
}

std::string spend_text(const RunOutcome& outcome) {
  std::string text =
      fmt::format("{} calls made, {} replies from the store", outcome.requests, outcome.remembered);
  const Spend& spend = outcome.spend.all;
  if (spend.cost > 0.0) {
    text += fmt::format(", ${:.4f} spent in all", spend.cost);
    if (spend.unknown_cost > 0) {
      text += fmt::format(" and {} calls whose price is not known", spend.unknown_cost);
    }
  } else if (spend.unpriced_input_tokens + spend.unpriced_output_tokens > 0) {
    text += ", cost unknown: no price list has the models";
  } else if (spend.unknown_cost > 0) {
    text += fmt::format(", {} calls whose price is not known", spend.unknown_cost);
  }
  if (spend.unfinished > 0) {
    text += fmt::format(", {} calls were in flight when a process died", spend.unfinished);
  }
  return text;
}

/// "answers by m: 160 calls, 26006 + 17166 tokens, $0.0312".
std::string role_text(const RoleSpend& row) {
  const std::string_view role = row.role == "answer" ? "answers by"
                                : row.role == "game" ? "judgements by"
                                                     : "first calls to";
  const Spend& spend = row.spend;
  std::string text = fmt::format("{} {}: {} calls, {} + {} tokens", role, row.model, spend.attempts,
                                 spend.input_tokens, spend.output_tokens);
  if (spend.unknown_tokens > 0)
    text += fmt::format(" and those of {} unknown", spend.unknown_tokens);
  if (spend.cost > 0.0) text += fmt::format(", ${:.4f}", spend.cost);
  if (spend.cost > 0.0 && spend.unknown_cost > 0) {
    text += fmt::format(" and {} of unknown price", spend.unknown_cost);
  }
  return text;
}

void tell_end(const RunOutcome& outcome, const RunFlags& flags, ExitCode code, Console& console) {
  tell_early_end(early_end_of(outcome), console);
  if (flags.quiet) return;
  console.err << "evenhand: " << spend_text(outcome) << "\n";
  for (const RoleSpend& row : outcome.spend.by_role) {
    console.err << "evenhand:   " << terminal_text(role_text(row)) << "\n";
  }
  console.err << "evenhand: results in " << terminal_text(outcome.out) << "/\n";
  const bool resumable = code != ExitCode::success && !flags.offline;
  if (resumable) {
    console.err << "evenhand: to go on: " << terminal_text(resume_hint(flags, outcome)) << "\n";
  }
}

}  // namespace

CommandResult run_command(Arguments arguments, World& world, Console& console) {
  RunFlags flags;
  flags.options.version = kVersion;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(flags.options.texts, texts_flag(flags.texts));
  EVENHAND_TRY(flags.options.budget, flags.limits.budget());
  if (flags.overwrite) flags.options.other_results = OtherResults::overwritten;
  if (!flags.charts.empty()) EVENHAND_OK(try_charts(world.files, flags.charts));
  flags.options.asking = flags.offline ? Asking::offline : Asking::allowed;

  std::optional<ProgressLines> lines;
  if (!flags.quiet) lines.emplace(console);
  auto outcome = conduct_run(flags.options, world, [&](const ProgressSnapshot& now) {
    if (lines) lines->show(now);
  });
  lines.reset();
  if (!outcome) return std::move(outcome.error());
  if (!flags.charts.empty()) {
    EVENHAND_OK(write_charts(world.files, flags.charts, outcome->report));
  }
  const ExitCode code = exit_code_of(*outcome);
  if (flags.json) {
    console.out << leaderboard_json(outcome->report);
  } else {
    console.out << leaderboard_table(outcome->report, table_style(console));
  }
  tell_end(*outcome, flags, code, console);
  return code;
}

}  // namespace evenhand
