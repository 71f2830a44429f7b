
#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/commands/score_formats.h"

namespace evenhand {
namespace {

struct ScoreFormat {
  std::string_view name;
  CommandResult (*run)(Arguments arguments, World& world, Console& console);
};

constexpr ScoreFormat kFormats[] = {
    {"alpaca_eval", score_alpaca_eval_command},
    {"arena_hard", score_arena_hard_command},
    {"creative_writing", score_creative_writing_command},
    {"eq_bench", score_eq_bench_command},
    {"eq_bench3", score_eq_bench3_command},
    {"mmlu", score_mmlu_command},
    {"mt_bench", score_mt_bench_command},
    {"truthfulqa", score_truthfulqa_command},
    {"truthfulqa_gen", score_truthfulqa_gen_command},
};

}  // namespace

CommandResult score_command(Arguments arguments, World& world, Console& console) {
  const std::vector<std::string> names = names_of(kFormats);
  const bool asks_help = !arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h");
  if (asks_help) {
    console.out
        << "Scores judgments that exist already, in another tool's file format; calls nobody.\n"
           "usage: evenhand score FORMAT PATH... [OPTIONS]\n\nFormats: "
        << joined(names, ", ") << "\n'evenhand score FORMAT --help' shows its options.\n\n"
        << "Examples:\n  evenhand score alpaca_eval annotations.json --json\n"
           "  evenhand score arena_hard --judgments model_judgment/gpt-4.1 --answers model_answer\n"
           "  evenhand score mt_bench gpt-4_single.jsonl --questions question.jsonl\n";
    return ExitCode::success;
  }
  if (arguments.empty()) {
    return Error{.what = "'score' needs the format of the files", .hint = did_you_mean("", names)};
  }
  EVENHAND_TRY(const ScoreFormat* const format, row_named(kFormats, "format", arguments[0]));
  return format->run(arguments.subspan(1), world, console);
}

}  // namespace evenhand
