#include <filesystem>

#include "base/text.h"
#include "cli/command.h"
#include "cli/options.h"
#include "formats/alpaca_eval_suite.h"
#include "report/terminal_text.h"

namespace evenhand {
namespace {

struct ImportFlags {
  std::string format;
  std::string outputs;
  std::string out;
  bool overwrite = false;
};

Options describe(ImportFlags& flags) {
  Options options("import", "Makes a suite, with its baseline, from another tool's files.",
                  {"evenhand import alpaca_eval --outputs model_outputs.json --out suites/alpaca"});
  options.positional("FORMAT", flags.format, "alpaca_eval");
  options.text("--outputs", flags.outputs, "alpaca_eval: the reference model's outputs");
  options.text("--out", flags.out, "folder of the new suite");
  options.flag("--overwrite", flags.overwrite, "replace a suite that is there already");
  return options;
}

Result<void> check_flags(const ImportFlags& flags, const World& world) {
  const std::vector<std::string> formats = {"alpaca_eval"};
  if (flags.format != "alpaca_eval") {
    return Error{.what = "unknown format '" + flags.format + "'",
                 .hint = did_you_mean(flags.format, formats)};
  }
  if (flags.outputs.empty()) return Error{.what = "'import alpaca_eval' needs --outputs FILE"};
  if (flags.out.empty()) return Error{.what = "'import' needs --out FOLDER"};
  const std::string suite = (std::filesystem::path(flags.out) / "suite.yaml").string();
  if (world.files.exists(suite) && !flags.overwrite) {
    return Error{.what = suite + " exists already",
                 .hint = "choose another --out, or replace it with --overwrite"};
  }
  return {};
}

}  // namespace

CommandResult import_command(Arguments arguments, World& world, Console& console) {
  ImportFlags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_OK(check_flags(flags, world));
  EVENHAND_TRY(const ImportedSuite suite, import_alpaca_eval(world.files, flags.outputs));
  for (const auto& [name, contents] : suite.files) {
    const std::string path = (std::filesystem::path(flags.out) / name).string();
    EVENHAND_OK(world.files.replace(path, contents));
  }
  for (const std::string& remark : suite.remarks) {
    console.err << "evenhand: " << terminal_text(remark) << "\n";
  }
  console.out << terminal_text(flags.out) << ": " << suite.questions << " questions, baseline "
              << terminal_text(suite.baseline.text) << "\n";
  return ExitCode::success;
}

}  // namespace evenhand
