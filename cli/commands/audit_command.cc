#include <set>

#include <fmt/format.h>

#include "audit/audit.h"
#include "base/text.h"
#include "cli/audit_text.h"
#include "cli/command.h"
#include "cli/commands/limit_flags.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/progress_lines.h"
#include "judge/choice_reader.h"
#include "report/terminal_text.h"
#include "run/audit_input.h"
#include "run/audit_judges.h"
#include "suites/overlay.h"

namespace evenhand {
namespace {

struct Flags {
  std::vector<std::string> names;
  std::string examples;
  std::string overlay;
  std::string out;
  std::optional<long long> show = {};
  JudgesOrder judges = {};
  std::optional<long long> votes = {};
  std::string ask = "all";
  std::optional<double> overlay_votes = {};
  LimitFlags limits = {};
  bool offline = false;
  bool quiet = false;
  bool strict = false;
  bool json = false;

  bool asks_judges() const { return !judges.options.run_file.empty(); }
};

void describe_judges(Options& options, Flags& flags) {
  options.text("--judges", flags.judges.options.run_file,
               "a run file, whose judges are asked what is wrong with the questions");
  options.integer("--votes", flags.votes,
                  "how often each judge is asked about a question (default: 3)");
  options.text("--ask", flags.ask,
               "about which questions: all (default), or flagged, those with errors or warnings");
  options.number("--overlay-votes", flags.overlay_votes,
                 "the overlay also leaves out questions that so large a share of the votes is "
                 "against: above 0, up to 1");
  options.texts("--set", flags.judges.options.overrides,
                "override a setting of the run file: key=value (repeatable)");
  options.text("--store", flags.judges.options.store,
               "where replies are kept (default: .evenhand/store.db beside the run file)");
  options.flag("--offline", flags.offline, "ask nobody: what is missing stays missing");
  flags.limits.declare(options);
}

Options describe(Flags& flags) {
  Options options(
      "audit", "Finds broken questions: in suites, and in files of multiple choice.",
      {"evenhand audit chat", "evenhand audit mmlu/test --show 50",
       "evenhand audit mmlu/test --overlay mmlu.overlay.yaml", "evenhand audit items.jsonl --json",
       "evenhand audit mmlu/test --judges nightly.yaml --ask flagged"});
  options.positionals("SUITE|FILE", flags.names,
                      "a suite, a folder of <subject>_test.csv, or files (.csv, .jsonl, .json)");
  options.text("--examples", flags.examples,
               "few-shot examples, to find questions that leak (default: the folder dev beside)");
  options.text("--overlay", flags.overlay,
               "writes which questions should be left out, for 'overlay' in run files");
  options.text("--out", flags.out, "writes a report in Markdown");
  options.integer("--show", flags.show, "so many of the worst questions (default: 20)");
  describe_judges(options, flags);
  options.flag("--strict", flags.strict, "end with 4 where there are errors");
  options.flag("--json", flags.json, "print JSON");
  options.flag("--quiet", flags.quiet, "no progress, no remarks");
  return options;
}

/// The options that mean nothing without judges.
std::string judges_option_of(const Flags& flags) {
  if (flags.votes) return "--votes";
  if (flags.ask != "all") return "--ask";
  if (flags.overlay_votes) return "--overlay-votes";
  if (!flags.judges.options.overrides.empty()) return "--set";
  if (!flags.judges.options.store.empty()) return "--store";
  if (flags.offline) return "--offline";
  if (!flags.limits.words().empty()) return split(flags.limits.words().front(), ' ').front();
  return "";
}

Result<void> check(Flags& flags) {
  constexpr long long kMostVotes = 100;
  if (flags.show && *flags.show < 0) return Error{.what = "--show must not be negative"};
  if (!flags.asks_judges()) {
    const std::string option = judges_option_of(flags);
    if (option.empty()) return {};
    return Error{.what = option + " needs judges",
                 .hint = "name their run file: --judges RUN.yaml"};
  }
  if (flags.votes && (*flags.votes < 1 || *flags.votes > kMostVotes)) {
    return Error{.what = "--votes must be between 1 and 100"};
  }
  if (flags.votes) flags.judges.votes = static_cast<int>(*flags.votes);
  if (flags.ask != "all" && flags.ask != "flagged") {
    return Error{.what = "unknown --ask '" + flags.ask + "'", .hint = "all, or flagged"};
  }
  if (flags.overlay_votes && !(*flags.overlay_votes > 0.0 && *flags.overlay_votes <= 1.0)) {
    return Error{.what = "--overlay-votes must be above 0 and at most 1"};
  }
  if (flags.overlay_votes && flags.overlay.empty()) {
    return Error{.what = "--overlay-votes needs an overlay", .hint = "--overlay FILE writes one"};
  }
  flags.judges.options.asking = flags.offline ? Asking::offline : Asking::allowed;
  EVENHAND_TRY(flags.judges.options.budget, flags.limits.budget());
  return {};
}

std::vector<std::size_t> items_to_ask_about(const AuditInput& input, const AuditReport& report,
                                            const Flags& flags) {
  std::set<std::string_view> flagged;
  for (const Finding& finding : report.of_questions) {
    if (finding.severity != Severity::info) flagged.insert(finding.question);
  }
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < input.items.size(); ++place) {
    if (input.items[place].options.size() > kMostLetters) continue;  // nothing to name them by
    if (flags.ask == "all" || flagged.contains(input.items[place].id)) places.push_back(place);
  }
  return places;
}

Result<JudgesRound> judged(const AuditInput& input, AuditReport& report, Flags& flags, World& world,
                           Console& console) {
  flags.judges.subject = joined(flags.names, ", ");
  flags.judges.items = items_to_ask_about(input, report, flags);
  std::optional<ProgressLines> lines;
  if (!flags.quiet) lines.emplace(console);
  auto round = ask_judges(input.items, flags.judges, world, [&](const ProgressSnapshot& now) {
    if (lines) lines->show(now);
  });
  if (!round) return round;
  add_findings(report, findings_of_votes(input.items, round->items), input.items);
  return round;
}

/// Does an overlay leave out a question for this?
bool is_reason_to_leave_out(const Finding& finding, const Flags& flags) {
  if (!finding.votes) return finding.severity == Severity::error;
  return flags.overlay_votes && finding.votes->share_against() >= *flags.overlay_votes;
}

OverlayFile overlay_of(const AuditReport& report, const Flags& flags) {
  OverlayFile overlay;
  for (const Finding& finding : report.of_questions) {
    if (!is_reason_to_leave_out(finding, flags)) continue;
    std::string& reason = overlay.excluded[finding.question];
    if (!reason.empty()) reason += ", ";
    reason += finding.check;
    if (!finding.votes) continue;
    reason += fmt::format(" ({}, {} of {} votes)", finding.label, finding.votes->against,
                          finding.votes->asked);
  }
  return overlay;
}

Result<void> refuse_to_write_over(const Flags& flags, const World& world) {
  if (flags.overlay.empty() || !world.files.exists(flags.overlay)) return {};
  return Error{.what = flags.overlay + " exists already",
               .hint = "an overlay is edited by people and never overwritten"};
}

Result<void> write_files(const AuditShown& shown, const Flags& flags, World& world) {
  const bool whole = shown.judges == nullptr || shown.judges->missing == 0;
  if (!flags.overlay.empty() && whole) {
    EVENHAND_OK(world.files.replace(flags.overlay, overlay_text(overlay_of(shown.report, flags))));
  }
  if (flags.out.empty()) return {};
  return world.files.replace(flags.out,
                             audit_markdown(shown, "Audit of " + joined(flags.names, ", ")));
}

void tell_end(const JudgesRound& round, const Flags& flags, Console& console) {
  tell_early_end(early_end_of(round), console);
  if (flags.quiet) return;
  tell_remarks(round.remarks, console);
  console.err << fmt::format("evenhand: {} calls made, {} replies from the store\n", round.requests,
                             round.remembered);
  if (round.missing == 0) return;
  if (!flags.overlay.empty()) {
    console.err << "evenhand: no overlay is written while votes are missing\n";
  }
  if (!flags.offline) console.err << "evenhand: the same command again asks for what is missing\n";
}

/// Why it ended as it did, the gravest reason first.
ExitCode exit_code_of(const AuditReport& report, const JudgesRound* round, const Flags& flags) {
  if (round != nullptr) {
    if (const auto code = exit_code_of(early_end_of(*round))) return *code;
    if (round->missing > 0) return ExitCode::incomplete;
  }
  return flags.strict && has_errors(report) ? ExitCode::gate_not_met : ExitCode::success;
}

}  // namespace

CommandResult audit_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(check(flags));
  EVENHAND_OK(refuse_to_write_over(flags, world));
  EVENHAND_TRY(const AuditInput input, read_audit_input(flags.names, flags.examples, world));
  AuditReport report = audit(input.items, input.examples);
  std::optional<JudgesRound> round;
  if (flags.asks_judges()) {
    EVENHAND_TRY(round, judged(input, report, flags, world, console));
  }
  std::map<std::string, std::string> words;
  for (const AuditItem& item : input.items) words.emplace(item.id, item.question);
  const AuditShown shown{report, words, round ? &*round : nullptr};
  EVENHAND_OK(write_files(shown, flags, world));
  constexpr long long kShown = 20;
  if (!flags.json && !input.examples.empty() && !flags.quiet) {
    console.err << "evenhand: few-shot examples: " << terminal_line(input.examples_from) << "\n";
  }
  console.out << (flags.json
                      ? audit_json(shown)
                      : audit_text(shown, static_cast<std::size_t>(flags.show.value_or(kShown))));
  if (round) tell_end(*round, flags, console);
  return exit_code_of(report, shown.judges, flags);
}

}  // namespace evenhand
