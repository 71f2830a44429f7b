#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/value_text.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "report/arena_table.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
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

Json row_json(const RatingRow& row) {
  return {{"model", row.model},
          {"rating", or_null(row.rating)},
          {"lower", row.interval ? Json(row.interval->low) : Json(nullptr)},
          {"upper", row.interval ? Json(row.interval->high) : Json(nullptr)},
          {"rank", or_null(row.rank_lower)},
          {"rank_lower", or_null(row.rank_lower)},
          {"rank_upper", or_null(row.rank_upper)},
          {"battles", row.battles},
          {"wins", row.wins},
          {"losses", row.losses},
          {"ties", row.ties},
          {"component", row.component},
          {"separated", row.separated}};
}

Json matrix_json(const std::vector<std::vector<std::optional<double>>>& matrix) {
  Json rows = Json::array();
  for (const auto& row : matrix) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(or_null(cell));
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json open_json(const std::vector<OpenQuestion>& open) {
  Json pairs = Json::array();
  for (const OpenQuestion& pair : open) {
    pairs.push_back({{"ahead", pair.ahead},
                     {"behind", pair.behind},
                     {"difference", pair.difference},
                     {"battles_needed", or_null(pair.battles_needed)}});
  }
  return pairs;
}

Json tables_json(const RateBoard& board) {
  Json models = Json::array();
  for (const RatingRow& row : board.rows) models.push_back(row.model);
  Json average = Json::array();
  for (const auto& rate : board.average_win_rates) average.push_back(or_null(rate));
  return {{"models", std::move(models)},
          {"battles", board.matrices.counts},
          {"win_fraction", matrix_json(board.matrices.win_fraction)},
          {"win_fraction_of_all", matrix_json(board.matrices.win_fraction_of_all)},
          {"average_win_rate", std::move(average)},
          {"predicted_win_rate", matrix_json(board.predicted)}};
}

std::string board_json(const RateBoard& board, const Flags& flags) {
  Json document = {{"method", flags.method},
                   {"ties", flags.ties},
                   {"seed", flags.order.seed},
                   {"bootstrap", flags.order.resamples},
                   {"battles", board.battles},
                   {"read", board.read},
                   {"filtered_out", board.filtered_out},
                   {"bad", board.bad},
                   {"components", board.components},
                   {"ratings", Json::array()}};
  for (const RatingRow& row : board.rows) document["ratings"].push_back(row_json(row));
  if (!board.style.empty()) {
    document["style"] = Json::object();
    document["style_interval"] = Json::object();
    for (const StyleCoefficient& style : board.style) {
      document["style"][style.feature] = or_null(style.value);
      document["style_interval"][style.feature] = or_null(style.interval);
    }
  }
  if (board.tie_weight) document["tie_weight"] = *board.tie_weight;
  document["unsettled"] = open_json(board.open);
  document["tables"] = tables_json(board);
  document["warnings"] = board.warnings;
  return document_text(document);
}

std::string places_text(const RatingRow& row) {
  if (!row.rank_lower) return "-";
  if (row.rank_lower == row.rank_upper) return std::to_string(*row.rank_lower);
  return fmt::format("{}-{}", *row.rank_lower, *row.rank_upper);
}

void print_open(const RateBoard& board, Console& console) {
  if (board.open.empty()) return;
  console.out << "\nNot settled yet:\n";
  constexpr std::size_t kShown = 10;
  for (std::size_t i = 0; i < std::min(kShown, board.open.size()); ++i) {
    const OpenQuestion& pair = board.open[i];
    console.out << fmt::format("  {} ahead of {} by {:.1f}", terminal_line(pair.ahead),
                               terminal_line(pair.behind), pair.difference);
    if (pair.battles_needed) {
      console.out << fmt::format("; about {:.0f} more battles between the two would decide it",
                                 *pair.battles_needed);
    }
    console.out << "\n";
  }
  if (board.open.size() > kShown) {
    console.out << fmt::format("  and {} more pairs of neighbours\n", board.open.size() - kShown);
  }
}

void print_board(const RateBoard& board, Console& console) {
  console.out << fmt::format("{:>7} {:<36} {:>26} {:>9} {:>8} {:>8} {:>8}\n", "places", "model",
                             "rating", "battles", "wins", "losses", "ties");
  for (const RatingRow& row : board.rows) {
    console.out << fmt::format("{:>7} {:<36} {:>26} {:>9} {:>8} {:>8} {:>8}{}\n", places_text(row),
                               shorten_to_width(terminal_line(row.model), 36),
                               value_text(row.rating, row.interval, {.decimals = 1}), row.battles,
                               row.wins, row.losses, row.ties, row.separated ? "  separated" : "");
  }
  for (const StyleCoefficient& style : board.style) {
    console.out << fmt::format("{}{:<7} {}",
                               style.feature == "length" ? "\nStyle, log-odds for "
                                                           "one standard "
                                                           "deviation:\n  "
                                                         : "  ",
                               style.feature,
                               style.value ? fmt::format("{:+.3f}", *style.value) : "-");
    if (style.interval) {
      console.out << fmt::format(" [{:+.3f}, {:+.3f}]", style.interval->low, style.interval->high);
    }
    console.out << "\n";
  }
  print_open(board, console);
  console.out << fmt::format(
      "\n{} battles rated of {} read. Elo scale; in brackets the 95 % interval, battles "
      "resampled.\n"
      "places: what is left by the models that are better, or worse, beyond doubt.\n",
      board.battles, board.read);
}

std::string as_arena_table(const RateBoard& board, const Flags& flags) {
  constexpr long long kArenaHides = 300;
  std::vector<ArenaRow> rows;
  for (const RatingRow& row : board.rows) {
    if (!row.rating || !row.interval) continue;
    rows.push_back({.model = row.model,
                    .rating = *row.rating,
                    .interval = *row.interval,
                    .battles = row.battles});
  }
  const long long hidden = flags.hidden_up_to.value_or(kArenaHides);
  return arena_table(rank_arena_rows(std::move(rows), static_cast<std::size_t>(hidden)));
}

}  // namespace

CommandResult rate_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const RateBoard board, rate(flags.order, world));
  if (flags.json) {
    console.out << board_json(board, flags);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  if (flags.arena_table) {
    console.out << as_arena_table(board, flags);
  } else {
    print_board(board, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
