#include <filesystem>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/commands/new_file.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/export_run.h"

namespace evenhand {
namespace {

struct ExportFlags {
  std::string format;
  RunOptions run;
  std::string out;
  bool overwrite = false;
  bool json = false;
};

struct ExportFormat {
  std::string_view name;
  Result<ExportedRun> (*write)(const RecalledRun& run, const World& world);
};

constexpr ExportFormat kFormats[] = {
    {"alpaca_eval",
     [](const RecalledRun& run, const World&) {
       return export_to_alpaca_eval(run);
     }},
    {"arena_hard",
     [](const RecalledRun& run, const World& world) {
       return export_to_arena_hard(run, world.clock);
     }},
    {"eq_bench",
     [](const RecalledRun& run, const World& world) {
       return export_to_eq_bench(run, world.clock);
     }},
    {"mt_bench",
     [](const RecalledRun& run, const World& world) {
       return export_to_mt_bench(run, world.clock);
     }},
};

Options describe(ExportFlags& flags) {
  Options options("export",
                  "Writes a run's answers and verdicts as another tool's files. Asks nobody: what "
                  "is not stored is left out and told of.",
                  {"evenhand export alpaca_eval nightly.yaml --out exported",
                   "evenhand export mt_bench chat.yaml --out data/mt_bench"});
  options.positional("FORMAT", flags.format, "alpaca_eval, arena_hard, eq_bench or mt_bench");
  options.positional("RUN.yaml", flags.run.run_file, "the run file");
  options.text("--out", flags.out, "folder of the files");
  options.text("--store", flags.run.store,
               "where replies are kept (default: .evenhand/store.db beside the run file)");
  options.texts("--set", flags.run.overrides, "override a setting: key=value (repeatable)");
  options.flag("--overwrite", flags.overwrite, "replace files that are there already");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

std::string place_of(const ExportFlags& flags, const std::string& name) {
  return (std::filesystem::path(flags.out) / name).string();
}

Result<void> write_files(const ExportFlags& flags, const ExportedRun& exported,
                         const World& world) {
  for (const auto& [name, contents] : exported.files) {
    if (!flags.overwrite) EVENHAND_OK(refuse_to_replace(world.files, place_of(flags, name)));
  }
  for (const auto& [name, contents] : exported.files) {
    EVENHAND_OK(world.files.replace(place_of(flags, name), contents));
  }
  return {};
}

std::string export_json(const ExportFlags& flags, const ExportedRun& exported) {
  Json files = Json::array();
  for (const auto& [name, contents] : exported.files) files.push_back(place_of(flags, name));
  const Json document = {{"format", flags.format},
                         {"files", std::move(files)},
                         {"rows", exported.rows},
                         {"warnings", exported.remarks}};
  return document_text(document);
}

void print_export(const ExportFlags& flags, const ExportedRun& exported, Console& console) {
  tell_remarks(exported.remarks, console);
  for (const auto& [name, contents] : exported.files) {
    console.out << terminal_line(place_of(flags, name)) << "\n";
  }
}

}  // namespace

CommandResult export_command(Arguments arguments, World& world, Console& console) {
  ExportFlags flags;
  flags.run.version = kVersion;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(const ExportFormat* const format, row_named(kFormats, "format", flags.format));
  if (flags.out.empty()) return Error{.what = "'export' needs --out FOLDER"};
  EVENHAND_TRY(const RecalledRun run, recall_run(flags.run, world, Hold::all_words));
  EVENHAND_TRY(const ExportedRun exported, format->write(run, world));
  EVENHAND_OK(write_files(flags, exported, world));
  if (flags.json) {
    console.out << export_json(flags, exported);
  } else {
    print_export(flags, exported, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
