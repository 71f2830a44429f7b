#include "cli/program.h"

#include <algorithm>
#include <exception>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/messages.h"
#include "report/json_text.h"

namespace evenhand {

const char* const kVersion = EVENHAND_VERSION;

ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::bad_input:
    case ErrorKind::not_found:
    case ErrorKind::io_failed:
    case ErrorKind::corrupt_store: return ExitCode::usage;
    case ErrorKind::internal: return ExitCode::internal_error;
    case ErrorKind::interrupted: return ExitCode::interrupted;
    case ErrorKind::over_budget: return ExitCode::over_budget;
    case ErrorKind::not_stored: return ExitCode::incomplete;
    case ErrorKind::unreachable:
    case ErrorKind::broken_off:
    case ErrorKind::timed_out:
    case ErrorKind::rate_limited:
    case ErrorKind::overloaded:
    case ErrorKind::endpoint_refused:
    case ErrorKind::rejected:
    case ErrorKind::context_too_long:
    case ErrorKind::filtered:
    case ErrorKind::malformed_reply:
    case ErrorKind::empty_reply: return ExitCode::endpoint_refused;
  }
  check_failed("a known ErrorKind", __FILE__, __LINE__);
}

namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  CommandResult (*run)(Arguments arguments, World& world, Console& console);
};

constexpr Command kCommands[] = {
    {"run", "ask, judge, score, report: whatever is still missing", run_command},
    {"plan", "what a run would do: calls, tokens, cost, smallest difference", plan_command},
    {"score", "scores judgments that exist already, in another tool's format", score_command},
    {"rate", "ratings from pairwise battles", rate_command},
    {"agree", "judges against people, and against each other", agree_command},
    {"report", "makes a run's report again from its store", report_command},
    {"leaderboard", "several finished runs in one table", leaderboard_command},
    {"diff", "two runs, or two candidates, question by question", diff_command},
    {"gate", "pass or fail a finished run, for CI", gate_command},
    {"audit", "finds broken questions", audit_command},
    {"suites", "list, show and check suites", suites_command},
    {"simulate", "a local server with simulated candidates and judges", simulate_command},
    {"import", "a suite from another tool's files", import_command},
    {"export", "a run as another tool's files", export_command},
};

std::string usage() {
  std::string text =
      "evenhand: asks models, has judges rule on the answers, and ranks with honest intervals\n\n"
      "usage: evenhand COMMAND [OPTIONS]\n\n";
  for (const Command& command : kCommands) {
    text += "  " + std::string(command.name) + std::string(12 - command.name.size(), ' ') +
            std::string(command.summary) + "\n";
  }
  return text +
         "\n'evenhand COMMAND --help' shows a command's options, with examples.\n"
         "Exit codes: 0 done, 1 internal error, 2 usage or configuration, 3 incomplete, 4 gate "
         "not\n"
         "met, 5 budget reached, 6 endpoint refused, 130 and 143 interrupted.\n";
}

bool wants_json(Arguments arguments) {
  return std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
}

ExitCode tell(const Error& error, Arguments arguments, Console& console) {
  if (wants_json(arguments)) {
    const Json document = {
        {"error",
         {{"hint", error.hint},
          {"kind", std::string(name_of(error.kind))},
          {"message", to_text({.kind = error.kind, .what = error.what, .place = error.place})}}}};
    console.out << document_text(document);
  }
  tell_error(error, console);
  return exit_code_of(error);
}

CommandResult dispatch(Arguments arguments, World& world, Console& console) {
  if (arguments.empty()) {
    console.err << usage();
    return ExitCode::usage;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    console.out << usage();
    return ExitCode::success;
  }
  if (name == "--version") {
    console.out << "evenhand " << kVersion << "\n";
    return ExitCode::success;
  }
  EVENHAND_TRY(const Command* const command, row_named(kCommands, "command", name));
  return command->run(arguments.subspan(1), world, console);
}

}  // namespace

ExitCode run_program(std::span<const std::string> arguments, World& world, Console& console) {
  try {
    const CommandResult result = dispatch(arguments, world, console);
    return result ? *result : tell(result.error(), arguments, console);
  } catch (const std::bad_alloc&) {
    return tell({.kind = ErrorKind::internal, .what = "out of memory"}, arguments, console);
  } catch (const std::exception& error) {
    return tell({.kind = ErrorKind::internal, .what = error.what()}, arguments, console);
  }
}

}  // namespace evenhand
