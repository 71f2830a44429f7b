#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/agree_formats.h"
#include "cli/commands/score_formats.h"
#include "cli/options.h"
#include "report/terminal_text.h"
#include "run/agree_alpaca_eval.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

struct Flags {
  JudgeAnalysisOrder order;
  std::string rule = "absolute";
  std::optional<long long> people = {};
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};
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
  options.integer("--seed", flags.seed, "of the intervals (default: 0)");
  options.integer("--bootstrap", flags.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  if (flags.order.people_file.empty()) {
    return Error{.what = "'agree alpaca_eval' needs --people FILE"};
  }
  const std::vector<std::string> rules = {"zero_one", "absolute", "squared"};
  const auto rule = std::find(rules.begin(), rules.end(), flags.rule);
  if (rule == rules.end()) {
    return Error{.what = "unknown --rule '" + flags.rule + "'",
                 .hint = did_you_mean(flags.rule, rules)};
  }
  flags.order.rule = static_cast<ScoringRule>(rule - rules.begin());
  if (flags.people && (*flags.people < 2 || *flags.people > 100)) {
    return Error{.what = "--votes must be between 2 and 100"};
  }
  if (flags.people) flags.order.people = static_cast<std::size_t>(*flags.people);
  EVENHAND_TRY(const IntervalFlags interval, interval_flags(flags.seed, flags.bootstrap));
  flags.order.seed = interval.seed;
  flags.order.resamples = interval.resamples;
  return {};
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

Json number_or_null(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

std::string board_json(const JudgeAnalysisBoard& board, const Flags& flags) {
  Json judges = Json::array();
  for (const AnalyzedJudge& judge : board.judges) {
    Json entry = {{"judge", judge.name}};
    for (const NamedValue& named : kValues) {
      const AnalyzedValue& value = judge.analysis.*named.value;
      entry[named.name] = number_or_null(value.value);
      entry[std::string(named.name) + "_interval"] =
          value.interval ? Json::array({value.interval->low, value.interval->high}) : Json(nullptr);
    }
    entry["price_per_1000"] = number_or_null(judge.price);
    entry["seconds_per_1000"] = number_or_null(judge.seconds);
    entry["parsed"] = judge.analysis.parsed;
    judges.push_back(std::move(entry));
  }
  const Json document = {{"format", "alpaca_eval"},
                         {"rule", flags.rule},
                         {"triples", board.triples},
                         {"judges", std::move(judges)},
                         {"warnings", board.warnings}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string value_text(const AnalyzedValue& value, int decimals) {
  if (!value.value) return "-";
  if (!value.interval) return fmt::format("{:.{}f}", *value.value, decimals);
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", *value.value, decimals, value.interval->low,
                     decimals, value.interval->high, decimals);
}

void print_board(const JudgeAnalysisBoard& board, const Flags& flags, Console& console) {
  for (const AnalyzedJudge& judge : board.judges) {
    console.out << terminal_line(judge.name) << "\n";
    for (const NamedValue& named : kValues) {
      console.out << fmt::format("  {:<12} {}\n", named.head,
                                 value_text(judge.analysis.*named.value, named.decimals));
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
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const JudgeAnalysisBoard board, agree_alpaca_eval(flags.order, world));
  if (flags.json) {
    console.out << board_json(board, flags);
    return ExitCode::success;
  }
  for (const std::string& warning : board.warnings) {
    console.err << "evenhand: " << terminal_line(warning) << "\n";
  }
  print_board(board, flags, console);
  return ExitCode::success;
}

}  // namespace evenhand
