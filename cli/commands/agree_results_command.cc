#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/agree_formats.h"
#include "cli/commands/interval_flags.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/agree_results.h"

namespace evenhand {
namespace {

struct Flags {
  ResultsAgreementOrder order;
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options(
      "agree",
      "Holds the judges of finished runs against each other, and against people's votes. "
      "Other sources: 'evenhand agree --help'.",
      {"evenhand agree results/two_judges", "evenhand agree results/gpt results/claude",
       "evenhand agree results/nightly --votes people.csv"});
  options.positionals("RESULTS", flags.order.folders, "results folders");
  options.text("--votes", flags.order.votes_file,
               "people's votes, CSV or JSON lines of question, candidate, baseline, preference");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

void put(Json& json, const std::string& name, const RatedValue& value) {
  add_value(json, name, value.value, value.interval);
}

Json row_json(const RaterPairRow& row) {
  const bool graded = row.sort == MarkSort::grade;
  Json json = {{"raters", {row.first, row.second}},
               {"marks", graded ? "grades" : "preferences"},
               {"questions", row.agreement.questions},
               {"compared", row.agreement.compared}};
  put(json, "share", row.agreement.share);
  if (graded) {
    put(json, "pearson", row.agreement.pearson);
    json["mean_difference"] = or_null(row.agreement.mean_difference.value);
  } else {
    json["decided"] = row.agreement.decided;
    put(json, "decided_share", row.agreement.decided_share);
  }
  put(json, "kappa", row.agreement.kappa);
  json["candidates"] = row.board.candidates;
  put(json, "spearman", row.board.spearman);
  put(json, "kendall", row.board.kendall);
  return json;
}

std::string agreement_json(const ResultsAgreement& agreement) {
  Json rows = Json::array();
  for (const RaterPairRow& row : agreement.rows) rows.push_back(row_json(row));
  Json document = {{"format", "results"}, {"agreement", std::move(rows)}};
  document["alpha_things"] = agreement.alpha_things;
  put(document, "alpha", agreement.alpha);
  document["warnings"] = agreement.warnings;
  return document_text(document);
}

void print_line(Console& console, const std::string& name, const RatedValue& value,
                const std::string& of) {
  console.out << fmt::format("  {:<26} {:<22} {}\n", name, value_text(value.value, value.interval),
                             of);
}

void print_row(const RaterPairRow& row, Console& console) {
  const RaterAgreement& agreement = row.agreement;
  console.out << terminal_line(row.first) << " and " << terminal_line(row.second) << "\n";
  const bool graded = row.sort == MarkSort::grade;
  print_line(console, graded ? "same grade" : "agree", agreement.share,
             fmt::format("of {} on {} questions", agreement.compared, agreement.questions));
  if (!graded) {
    print_line(console, "agree, without ties", agreement.decided_share,
               fmt::format("of {}", agreement.decided));
  }
  print_line(console, "Cohen's kappa", agreement.kappa, "");
  if (graded) {
    print_line(console, "Pearson's r of grades", agreement.pearson, "");
    print_line(console, "mean difference, points", agreement.mean_difference, "first minus second");
  }
  const std::string candidates = fmt::format("of {} candidates", row.board.candidates);
  if (row.board.candidates < 3) return;
  print_line(console, "leaderboards, Spearman", row.board.spearman, candidates);
  print_line(console, "leaderboards, Kendall", row.board.kendall, candidates);
}

void print_agreement(const ResultsAgreement& agreement, Console& console) {
  for (const RaterPairRow& row : agreement.rows) print_row(row, console);
  if (agreement.alpha_things > 0) {
    console.out << "all judges\n";
    print_line(console, "Krippendorff's alpha", agreement.alpha,
               fmt::format("of {}", agreement.alpha_things));
  }
  console.out << "\nIn brackets the 95 % interval, resampled by question. -: cannot be computed.\n";
}

}  // namespace

CommandResult agree_results_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(flags.intervals.settle(flags.order));
  EVENHAND_TRY(const ResultsAgreement agreement, agree_results(flags.order, world));
  if (flags.json) {
    console.out << agreement_json(agreement);
    return ExitCode::success;
  }
  tell_remarks(agreement.warnings, console);
  print_agreement(agreement, console);
  return ExitCode::success;
}

}  // namespace evenhand
