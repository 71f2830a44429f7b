#include "cli/command.h"
#include "cli/commands/interval_flags.h"
#include "cli/options.h"
#include "cli/table_style.h"
#include "report/diff_html.h"
#include "report/diff_json.h"
#include "report/diff_text.h"
#include "run/diff_runs.h"

namespace evenhand {
namespace {

struct Flags {
  std::string a;
  std::string b;
  std::vector<std::string> candidates;
  std::string html;
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("diff",
                  "Compares two finished runs question by question: paired differences B minus A "
                  "with intervals and tests, and the questions that changed sides. Asks nobody.",
                  {"evenhand diff results/main results/branch",
                   "evenhand diff results/nightly --candidates old new",
                   "evenhand diff results/main results/branch --html diff.html"});
  options.positional("A", flags.a, "results folder");
  options.optional_positional("B", flags.b, "another; default: A, for two of its candidates");
  options.two_texts("--candidates", flags.candidates,
                    "one of A and one of B (default: all that both have)");
  options.text("--html", flags.html, "write a page with what both said");
  flags.intervals.declare(options, {.bootstrap = "resamples behind each interval (default: 1000)"});
  options.flag("--json", flags.json, "print JSON, with every question");
  return options;
}

Result<DiffOptions> diff_options(const Flags& flags) {
  DiffOptions options;
  EVENHAND_OK(flags.intervals.settle(options));
  if (options.resamples == 0) {
    return Error{.what = "'diff' needs --bootstrap: a difference without an interval says nothing"};
  }
  if (flags.candidates.empty() && flags.b.empty()) {
    return Error{.what = "'diff' needs two results folders, or two candidates of one",
                 .hint = "evenhand diff A B, or evenhand diff A --candidates X Y"};
  }
  if (!flags.candidates.empty()) {
    options.candidate_a = flags.candidates.front();
    options.candidate_b = flags.candidates.back();
  }
  return options;
}

Result<DiffData> diff_of(const Flags& flags, const FileSystem& files) {
  EVENHAND_TRY(const DiffOptions options, diff_options(flags));
  EVENHAND_TRY(const ResultsFolder a, read_results_folder(files, flags.a));
  if (flags.b.empty()) return diff_runs(a, a, options);
  EVENHAND_TRY(const ResultsFolder b, read_results_folder(files, flags.b));
  return diff_runs(a, b, options);
}

}  // namespace

CommandResult diff_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(DiffData diff, diff_of(flags, world.files));
  if (!flags.html.empty()) {
    EVENHAND_OK(add_answers(diff, world.files));
    EVENHAND_OK(world.files.replace(flags.html, diff_html(diff)));
  }
  console.out << (flags.json ? diff_json(diff) : diff_text(diff, table_style(console)));
  return ExitCode::success;
}

}  // namespace evenhand
