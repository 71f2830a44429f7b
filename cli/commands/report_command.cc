#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/commands/texts_flag.h"
#include "cli/options.h"
#include "report/formats.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/report_again.h"
#include "run/results.h"

namespace evenhand {
namespace {

struct Flags {
  RunOptions options;
  std::string charts;
  std::string texts;
  bool overwrite = false;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("report",
                  "Makes report.html and the other results again from the store. Asks nobody.",
                  {"evenhand report nightly.yaml", "evenhand report results/nightly",
                   "evenhand report results/nightly --store .evenhand/store.db --out again"});
  options.positional("RUN.yaml|RESULTS", flags.options.run_file,
                     "the run file, or a results folder, which is written anew");
  options.text("--out", flags.options.out,
               "folder of results (default: the one named, or results/NAME)");
  options.text("--store", flags.options.store,
               "where replies are kept (default: as the run file says)");
  options.text("--charts", flags.charts, "folder for the report's pictures as .svg files");
  options.flag("--overwrite", flags.overwrite,
               "replace results of a run of another name in that folder");
  describe_texts(options, flags.texts);
  options.texts("--set", flags.options.overrides, "override a setting: key=value (repeatable)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

std::vector<std::string> files_of(const ReportedAgain& again) {
  std::vector<std::string> files;
  for (const ReportFormat& format : report_formats()) {
    files.push_back(again.out + "/" + std::string(format.file_name));
  }
  files.push_back(again.out + "/" + kResolvedName);
  return files;
}

std::string report_json(const ReportedAgain& again) {
  const Json document = {{"run", again.run.report.run},
                         {"out", again.out},
                         {"store", again.store},
                         {"files", files_of(again)},
                         {"replies", again.run.remembered},
                         {"incomplete", again.run.report.lacks_anything()},
                         {"warnings", again.run.report.warnings}};
  return document_text(document);
}

}  // namespace

CommandResult report_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  flags.options.version = kVersion;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(flags.options.texts, texts_flag(flags.texts));
  if (flags.overwrite) flags.options.other_results = OtherResults::overwritten;
  EVENHAND_TRY(const ReportedAgain again, report_again(flags.options, world));
  if (!flags.charts.empty()) {
    EVENHAND_OK(write_charts(world.files, flags.charts, again.run.report));
  }
  if (flags.json) {
    console.out << report_json(again);
  } else {
    for (const std::string& file : files_of(again)) console.out << terminal_line(file) << "\n";
    console.err << fmt::format("evenhand: made of {} replies in {}\n", again.run.remembered,
                               terminal_line(again.store));
  }
  if (!again.run.report.lacks_anything()) return ExitCode::success;
  console.err << "evenhand: answers or verdicts are missing; the report counts them\n";
  return ExitCode::incomplete;
}

}  // namespace evenhand
