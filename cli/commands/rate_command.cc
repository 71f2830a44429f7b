#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/rate_text.h"
#include "run/rate.h"

namespace evenhand {
namespace {

struct Flags {
  RateOrder order;
  std::string method = "bradley-terry";
  std::string ties = "half";
  std::string intervals = "bootstrap";
  std::string counters;
  std::string anchor;
  std::vector<std::string> where;
  std::vector<std::string> without;
  std::string since;
  std::string until;
  std::optional<double> k = {};
  std::optional<double> thin = {};
  std::optional<long long> votes_per_day = {};
  IntervalFlags resampling = {};
  std::optional<long long> hidden_up_to = {};
  bool arena_table = false;
  bool skip_bad = false;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("rate", "Ratings from pairwise battles. Calls nobody.",
                  {"evenhand rate battles.json --where anony=true --sort-by tstamp",
                   "evenhand rate battles.jsonl --where language=English --style-control",
                   "evenhand rate battles.csv --anchor mixtral-8x7b-instruct-v0.1=1114 --json"});
  options.positional("BATTLES", flags.order.battles.path,
                     "Chatbot Arena's JSON, JSON lines, or CSV");
  options.text("--method", flags.method, "bradley-terry or elo (default: bradley-terry)");
  options.number("--k", flags.k, "of Elo: points that a battle is about (default: 4)");
  options.text(
      "--ties", flags.ties,
      "half: half a win for each; drop; davidson: an outcome of their own (default: half)");
  options.text("--anchor", flags.anchor, "MODEL=RATING: moves what is shown, and nothing else");
  options.flag("--style-control", flags.order.battles.with_style,
               "hold length, headers, lists and bold text equal");
  options.text("--style-counters", flags.counters,
               "in conversations without counts: lines, or upstream with its faults (default: "
               "lines)");
  options.texts("--where", flags.where,
                "FIELD=VALUE: only these battles; again for the same field: or (repeatable)");
  options.texts("--without", flags.without, "FIELD=VALUE: not these battles (repeatable)");
  options.text("--since", flags.since,
               "battles from this day on (2024-01-31, UTC), or Unix seconds");
  options.text("--until", flags.until, "battles before this day, or Unix seconds");
  options.text("--sort-by", flags.order.battles.sort_by, "a field of numbers, such as tstamp");
  options.flag("--drop-outliers", flags.order.battles.with_judges,
               "leave out judges who vote against everybody else (Arena's sequential test)");
  options.integer("--votes-per-day", flags.votes_per_day, "at most so many of a judge on a day");
  options.number("--thin-prompts", flags.thin,
                 "thin prompts more frequent than this quantile, such as 0.9999");
  options.integer("--bootstrap", flags.resampling.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.text("--intervals", flags.intervals,
               "bootstrap, or sandwich: analytic, fast (default: bootstrap)");
  options.integer("--seed", flags.resampling.seed, "of the intervals (default: 0)");
  options.flag("--allow-disconnected", flags.order.allow_disconnected,
               "rate groups that never met, each by itself");
  options.flag("--skip-bad", flags.skip_bad, "leave out and count battles that cannot be read");
  options.flag("--arena-table", flags.arena_table,
               "print Chatbot Arena's table: ranks by overlap of intervals");
  options.integer("--min-battles", flags.hidden_up_to,
                  "of --arena-table: hide models of so many battles or fewer (default: 300)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<std::pair<std::string, std::string>> assignment(const std::string& option,
                                                       const std::string& told) {
  const std::size_t sign = told.rfind('=');
  if (sign == std::string::npos || sign == 0) {
    return Error{.what = option + " needs NAME=VALUE, found '" + told + "'"};
  }
  return std::pair(told.substr(0, sign), told.substr(sign + 1));
}

/// Values of one field are taken together.
Result<void> add_conditions(const std::string& option, const std::vector<std::string>& told,
                            BattleCondition::Wants wants,
                            std::vector<BattleCondition>& conditions) {
  for (const std::string& one : told) {
    EVENHAND_TRY(auto condition, assignment(option, one));
    const auto known =
        std::find_if(conditions.begin(), conditions.end(), [&](const BattleCondition& other) {
          return other.field == condition.first && other.wants == wants;
        });
    if (known == conditions.end()) {
      conditions.push_back({condition.first, {condition.second}, wants});
    } else {
      known->values.push_back(condition.second);
    }
  }
  return {};
}

Result<void> take_conditions(Flags& flags) {
  std::vector<BattleCondition>& conditions = flags.order.battles.conditions;
  using Wants = BattleCondition::Wants;
  EVENHAND_OK(add_conditions("--where", flags.where, Wants::one_of, conditions));
  EVENHAND_OK(add_conditions("--without", flags.without, Wants::none_of, conditions));
  if (flags.anchor.empty()) return {};
  EVENHAND_TRY(auto anchor, assignment("--anchor", flags.anchor));
  const auto rating = parse_number(anchor.second);
  if (!rating) return Error{.what = "--anchor needs MODEL=RATING, found '" + flags.anchor + "'"};
  flags.order.anchor = {std::move(anchor.first), *rating};
  return {};
}

Result<void> take_choices(Flags& flags) {
  RateOrder& order = flags.order;
  EVENHAND_TRY(order.method,
               choice_of<RateMethod>({"bradley-terry", "elo"}, "--method", flags.method));
  EVENHAND_TRY(order.ties, choice_of<TieRule>({"half", "drop", "davidson"}, "--ties", flags.ties));
  EVENHAND_TRY(order.intervals,
               choice_of<RateIntervals>({"bootstrap", "sandwich"}, "--intervals", flags.intervals));
  if (!flags.counters.empty()) {
    EVENHAND_TRY(order.battles.style_counters,
                 choice_of<CodeBlocks>({"lines", "upstream"}, "--style-counters", flags.counters));
    if (!order.battles.with_style) {
      return Error{.what = "--style-counters goes with --style-control"};
    }
  }
  const bool plain = order.method == RateMethod::bradley_terry && order.ties != TieRule::davidson;
  if (order.battles.with_style && !plain) {
    return Error{.what = "--style-control goes with bradley-terry, ties half or dropped"};
  }
  if (order.intervals == RateIntervals::sandwich && (!plain || order.battles.with_style)) {
    return Error{.what =
                     "--intervals sandwich goes with bradley-terry without style control, ties "
                     "half or dropped"};
  }
  if (order.method == RateMethod::elo && order.ties == TieRule::davidson) {
    return Error{.what = "--ties davidson goes with bradley-terry"};
  }
  return {};
}

/// A day (its beginning, UTC) or Unix seconds; nullopt for an empty text.
Result<std::optional<double>> moment(const std::string& option, const std::string& told) {
  if (told.empty()) return std::optional<double>();
  if (const auto seconds = parse_number(told)) return seconds;
  const std::vector<std::string> parts = split(told, '-');
  const auto part = [&](std::size_t i) {
    return parts.size() == 3 ? parse_integer(parts[i]).value_or(0) : 0;
  };
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(part(0))),
                                        std::chrono::month(static_cast<unsigned>(part(1))),
                                        std::chrono::day(static_cast<unsigned>(part(2))));
  if (parts.size() != 3 || !day.ok()) {
    return Error{.what = option + " needs a day such as 2024-01-31, or Unix seconds; found '" +
                         told + "'"};
  }
  constexpr double kSecondsOfADay = 86'400.0;
  const auto days = std::chrono::sys_days(day).time_since_epoch().count();
  return std::optional(kSecondsOfADay * static_cast<double>(days));
}

Result<void> settle(Flags& flags) {
  EVENHAND_TRY(flags.order.battles.since, moment("--since", flags.since));
  EVENHAND_TRY(flags.order.battles.until, moment("--until", flags.until));
  EVENHAND_OK(take_choices(flags));
  EVENHAND_OK(take_conditions(flags));
  EVENHAND_OK(flags.resampling.settle(flags.order));
  if (flags.k && !(*flags.k > 0.0)) return Error{.what = "--k must be above 0"};
  if (flags.k) flags.order.k = *flags.k;
  if (flags.thin && !(*flags.thin >= 0.0 && *flags.thin <= 1.0)) {
    return Error{.what = "--thin-prompts is a quantile, between 0 and 1"};
  }
  flags.order.battles.thin_above = flags.thin;
  if (flags.votes_per_day && *flags.votes_per_day < 1) {
    return Error{.what = "--votes-per-day must be at least 1"};
  }
  if (flags.votes_per_day) {
    flags.order.battles.votes_per_day = static_cast<std::size_t>(*flags.votes_per_day);
  }
  if (flags.hidden_up_to && *flags.hidden_up_to < 0) {
    return Error{.what = "--min-battles cannot be negative"};
  }
  if (flags.arena_table && flags.order.resamples == 0) {
    return Error{.what = "--arena-table ranks by intervals, so --bootstrap cannot be 0"};
  }
  if (flags.skip_bad) flags.order.battles.bad_records = BadRecords::skipped;
  return {};
}

}  // namespace

CommandResult rate_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const RateBoard board, rate(flags.order, world));
  if (flags.json) {
    console.out << rate_json({board, flags.order, flags.method, flags.ties});
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  if (flags.arena_table) {
    constexpr long long kArenaHides = 300;
    const long long hidden = flags.hidden_up_to.value_or(kArenaHides);
    console.out << rate_arena_table(board, static_cast<std::size_t>(hidden));
  } else {
    console.out << rate_text(board);
  }
  return ExitCode::success;
}

}  // namespace evenhand
