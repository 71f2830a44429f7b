#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/agree_formats.h"
#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/agree_alpaca_eval.h"

namespace evenhand {
namespace {

struct Flags {
  JudgeAnalysisOrder order;
  std::string rule = "absolute";
  std::optional<long long> people = {};
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options(
      "agree alpaca_eval",
      "Holds a judge against people as AlpacaEval's analyze_evaluators does: agreement, bias, "
      "variance, preference for longer answers, for lists and for the first.",
      {"evenhand agree alpaca_eval --judge annotations.json --people cross_annotations.json",
       "evenhand agree alpaca_eval --judge seed0.json --judge seed1.json --people people.json "
       "--json"});
  options.texts("--judge", flags.order.judge_files,
                "annotations of a judge; again for each time that it was asked (repeatable)");
  options.text("--people", flags.order.people_file,
               "people's cross-annotations, several votes a triple");
  options.text("--generators", flags.order.generators_file,
               "votes that name whose output the second is, for correlations");
  options.text("--rule", flags.rule,
               "how votes are compared: zero_one, absolute or squared (default: absolute)");
  options.integer("--votes", flags.people,
                  "people's votes that a triple must have; the first count (default: 4)");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  if (flags.order.people_file.empty()) {
    return Error{.what = "'agree alpaca_eval' needs --people FILE"};
  }
  EVENHAND_TRY(flags.order.rule,
               choice_of<ScoringRule>({"zero_one", "absolute", "squared"}, "--rule", flags.rule));
  if (flags.people && (*flags.people < 2 || *flags.people > 100)) {
    return Error{.what = "--votes must be between 2 and 100"};
  }
  if (flags.people) flags.order.people = static_cast<std::size_t>(*flags.people);
  return flags.intervals.settle(flags.order);
}

struct NamedValue {
  const char* name;
  const char* head;
  AnalyzedValue JudgeAnalysis::*value;
  int decimals;
};

constexpr NamedValue kValues[] = {
    {"human_agreement", "agreement %", &JudgeAnalysis::human_agreement, 1},
    {"bias", "bias", &JudgeAnalysis::bias, 1},
    {"variance", "variance", &JudgeAnalysis::variance, 1},
    {"spearman", "Spearman", &JudgeAnalysis::spearman, 2},
    {"pearson", "Pearson", &JudgeAnalysis::pearson, 2},
    {"prefers_longer", "longer", &JudgeAnalysis::prefers_longer, 2},
    {"prefers_lists", "lists", &JudgeAnalysis::prefers_lists, 2},
    {"prefers_first", "first", &JudgeAnalysis::prefers_first, 2},
};

std::string board_json(const JudgeAnalysisBoard& board, const Flags& flags) {
  Json judges = Json::array();
  for (const AnalyzedJudge& judge : board.judges) {
    Json entry = {{"judge", judge.name}};
    for (const NamedValue& named : kValues) {
      const AnalyzedValue& value = judge.analysis.*named.value;
      add_value(entry, named.name, value.value, value.interval);
    }
    entry["price_per_1000"] = or_null(judge.price);
    entry["seconds_per_1000"] = or_null(judge.seconds);
    entry["parsed"] = judge.analysis.parsed;
    judges.push_back(std::move(entry));
  }
  const Json document = {{"format", "alpaca_eval"},
                         {"rule", flags.rule},
                         {"triples", board.triples},
                         {"judges", std::move(judges)},
                         {"warnings", board.warnings}};
  return document_text(document);
}

void print_board(const JudgeAnalysisBoard& board, const Flags& flags, Console& console) {
  for (const AnalyzedJudge& judge : board.judges) {
    console.out << terminal_line(judge.name) << "\n";
    for (const NamedValue& named : kValues) {
      const AnalyzedValue& value = judge.analysis.*named.value;
      console.out << fmt::format(
          "  {:<12} {}\n", named.head,
          value_text(value.value, value.interval, {.decimals = named.decimals}));
    }
    if (judge.price) console.out << fmt::format("  {:<12} ${:.2f}\n", "per 1000", *judge.price);
    console.out << fmt::format("  {:<12} {}\n\n", "votes read", judge.analysis.parsed);
  }
  console.out << "Over " << board.triples << " triples that " << flags.order.people
              << " people voted on; rule " << flags.rule
              << "; in brackets the 95 % interval, resampled by triple.\n"
                 "Bias: error of all of a judge's votes together; variance: of one of its votes "
                 "against its others.\n"
                 "longer, lists, first: shares of the preferences that go there.\n";
}

}  // namespace

CommandResult agree_alpaca_eval_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const JudgeAnalysisBoard board, agree_alpaca_eval(flags.order, world));
  if (flags.json) {
    console.out << board_json(board, flags);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, flags, console);
  return ExitCode::success;
}

}  // namespace evenhand
