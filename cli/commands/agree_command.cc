
#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/agree_formats.h"
#include "cli/commands/choice.h"

namespace evenhand {
namespace {

struct AgreeSource {
  std::string_view name;
  CommandResult (*run)(Arguments arguments, World& world, Console& console);
};

constexpr AgreeSource kSources[] = {
    {"alpaca_eval", agree_alpaca_eval_command},
    {"mt_bench", agree_mt_bench_command},
};

}  // namespace

CommandResult agree_command(Arguments arguments, World& world, Console& console) {
  const std::vector<std::string> names = names_of(kSources);
  const bool asks_help = !arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h");
  if (asks_help) {
    console.out
        << "Holds judges against people, and against each other; calls nobody.\n"
           "usage: evenhand agree SOURCE ... [OPTIONS]\n"
           "       evenhand agree RESULTS... [--votes FILE] [--seed N] [--bootstrap N] [--json]\n\n"
           "RESULTS are results folders; people's votes are CSV or JSON lines of question, "
           "candidate, baseline, preference.\nSources: "
        << joined(names, ", ")
        << "\n'evenhand agree SOURCE --help' shows its options.\n\n"
           "Examples:\n  evenhand agree alpaca_eval --judge annotations.json --people "
           "cross_annotations.json\n"
           "  evenhand agree mt_bench human_votes.json gpt4_votes.json\n"
           "  evenhand agree results/gpt results/claude --votes people.csv\n";
    return ExitCode::success;
  }
  if (arguments.empty()) {
    return Error{.what = "'agree' needs the source of the votes", .hint = did_you_mean("", names)};
  }
  auto source = row_named(kSources, "source", arguments[0]);
  if (source) return (*source)->run(arguments.subspan(1), world, console);
  const bool is_misspelt = nearest_name(arguments[0], names) && !world.files.exists(arguments[0]) &&
                           !world.files.exists(arguments[0] + "/leaderboard.json");
  if (is_misspelt) return std::move(source.error());
  return agree_results_command(arguments, world, console);
}

}  // namespace evenhand
