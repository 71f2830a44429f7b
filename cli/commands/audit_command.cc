#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "audit/audit.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/options.h"
#include "report/terminal_text.h"
#include "run/audit_input.h"
#include "suites/overlay.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

struct Flags {
  std::vector<std::string> names;
  std::string examples;
  std::string overlay;
  std::string out;
  std::optional<long long> show = {};
  bool strict = false;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("audit", "Finds broken questions: in suites, and in files of multiple choice.",
                  {"evenhand audit chat", "evenhand audit mmlu/test --show 50",
                   "evenhand audit mmlu/test --overlay mmlu.overlay.yaml",
                   "evenhand audit items.jsonl --json"});
  options.positionals("SUITE|FILE", flags.names,
                      "a suite, a folder of <subject>_test.csv, or files (.csv, .jsonl, .json)");
  options.text("--examples", flags.examples,
               "few-shot examples, to find questions that leak (default: the folder dev beside)");
  options.text("--overlay", flags.overlay,
               "writes which questions should be left out, for 'overlay' in run files");
  options.text("--out", flags.out, "writes a report in Markdown");
  options.integer("--show", flags.show, "so many of the worst questions (default: 20)");
  options.flag("--strict", flags.strict, "end with 4 where there are errors");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Json finding_json(const Finding& finding) {
  return {{"question", finding.question.empty() ? Json(nullptr) : Json(finding.question)},
          {"check", finding.check},
          {"detail", finding.detail},
          {"severity", to_text(finding.severity)},
          {"action", to_text(facts_of(finding.check).action)}};
}

std::string report_json(const AuditReport& report) {
  Json document = {{"questions", report.questions},
                   {"checks", Json::object()},
                   {"findings", Json::array()},
                   {"set_findings", Json::array()}};
  for (const CheckFacts& facts : all_checks()) {
    const auto count = report.counts.find(facts.name);
    if (count != report.counts.end()) document["checks"][std::string(facts.name)] = count->second;
  }
  for (const Finding& finding : report.of_questions) {
    document["findings"].push_back(finding_json(finding));
  }
  for (const Finding& finding : report.of_the_set) {
    document["set_findings"].push_back(finding_json(finding));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string precision_text(const CheckFacts& facts) {
  if (!facts.precision) return "-";
  return fmt::format("{:.2f} of {}", *facts.precision, facts.labelled);
}

/// Where the report goes decides how its parts are set.
struct Style {
  std::string_view head;
  std::string_view row;
  std::string_view question;
  std::string_view finding;
};

constexpr Style kTerminal{
    .head = "{:<34} {:<8} {:>9} {:>14}\n",
    .row = "{:<34} {:<8} {:>9} {:>14}\n",
    .question = "{}: {}\n",
    .finding = "  {} ({}): {}\n",
};
constexpr Style kMarkdown{
    .head = "| {} | {} | {} | {} |\n| --- | --- | ---: | ---: |\n",
    .row = "| {} | {} | {} | {} |\n",
    .question = "\n**{}** {}\n\n",
    .finding = "- `{}` ({}): {}\n",
};

std::string counts_text(const AuditReport& report, const Style& style) {
  std::string text =
      fmt::format(fmt::runtime(style.head), "check", "severity", "findings", "precision");
  for (const CheckFacts& facts : all_checks()) {
    const auto count = report.counts.find(facts.name);
    if (count == report.counts.end()) continue;
    text += fmt::format(fmt::runtime(style.row), facts.name, to_text(facts.severity), count->second,
                        precision_text(facts));
  }
  return text;
}

using Questions = std::map<std::string, std::string>;  // the words of each, by id

std::string worst_text(const AuditReport& report, const Questions& words, std::size_t show,
                       const Style& style) {
  constexpr std::size_t kWords = 100;  // code points of a question
  std::string text;
  std::size_t shown = 0;
  std::string last;
  for (const Finding& finding : report.of_questions) {
    if (finding.question != last) {
      if (shown++ == show) break;
      last = finding.question;
      const std::string line = terminal_line(words.at(last));
      text += fmt::format(fmt::runtime(style.question), terminal_line(last),
                          first_code_points(line, kWords));
    }
    text += fmt::format(fmt::runtime(style.finding), finding.check, to_text(finding.severity),
                        terminal_line(finding.detail));
  }
  return text;
}

std::size_t flagged_questions(const AuditReport& report, Severity severity) {
  std::set<std::string_view> flagged;
  for (const Finding& finding : report.of_questions) {
    if (finding.severity == severity) flagged.insert(finding.question);
  }
  return flagged.size();
}

std::string report_text(const AuditReport& report, const Questions& words, std::size_t show,
                        const Style& style) {
  std::string text = fmt::format("{} questions: {} with errors, {} with warnings\n\n",
                                 report.questions, flagged_questions(report, Severity::error),
                                 flagged_questions(report, Severity::warn));
  text += counts_text(report, style);
  text +=
      "\nPrecision: the share of flagged questions that annotators found erroneous, of so many "
      "labelled,\nin MMLU-Redux (base rate 0.06).\n";
  if (!report.of_the_set.empty()) text += "\nThe set as a whole:\n\n";
  for (const Finding& finding : report.of_the_set) {
    text += fmt::format(fmt::runtime(style.finding), finding.check, to_text(finding.severity),
                        terminal_line(finding.detail));
  }
  if (!report.of_questions.empty()) text += "\nThe worst questions first:\n\n";
  return text + worst_text(report, words, show, style);
}

/// Questions that an overlay leaves out: those with an error.
OverlayFile overlay_of(const AuditReport& report) {
  OverlayFile overlay;
  for (const Finding& finding : report.of_questions) {
    if (finding.severity != Severity::error) continue;
    std::string& reason = overlay.excluded[finding.question];
    if (!reason.empty()) reason += ", ";
    reason += finding.check;
  }
  return overlay;
}

Result<void> write_files(const AuditReport& report, const Questions& words, const Flags& flags,
                         World& world) {
  if (!flags.overlay.empty()) {
    if (world.files.exists(flags.overlay)) {
      return Error{.what = flags.overlay + " exists already",
                   .hint = "an overlay is edited by people and never overwritten"};
    }
    EVENHAND_OK(world.files.replace(flags.overlay, overlay_text(overlay_of(report))));
  }
  if (flags.out.empty()) return {};
  const std::string title = "# Audit of " + joined(flags.names, ", ") + "\n\n";
  return world.files.replace(flags.out,
                             title + report_text(report, words, report.questions, kMarkdown));
}

}  // namespace

CommandResult audit_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  constexpr long long kShown = 20;
  const long long show = flags.show.value_or(kShown);
  if (show < 0) return Error{.what = "--show must not be negative"};
  EVENHAND_TRY(const AuditInput input, read_audit_input(flags.names, flags.examples, world));
  const AuditReport report = audit(input.items, input.examples);
  Questions words;
  for (const AuditItem& item : input.items) words.emplace(item.id, item.question);
  EVENHAND_OK(write_files(report, words, flags, world));
  if (flags.json) {
    console.out << report_json(report);
  } else {
    if (!input.examples.empty()) {
      console.err << "evenhand: few-shot examples: " << terminal_line(input.examples_from) << "\n";
    }
    console.out << report_text(report, words, static_cast<std::size_t>(show), kTerminal);
  }
  return flags.strict && has_errors(report) ? ExitCode::gate_not_met : ExitCode::success;
}

}  // namespace evenhand
