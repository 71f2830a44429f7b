#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_arena_hard.h"

namespace evenhand {
namespace {

constexpr std::array<const char*, kArenaHardFeatures> kFeatures = {"length", "header", "list",
                                                                   "bold"};

Json style_json(const ArenaHardStyle& style) {
  Json values = Json::object();
  for (std::size_t f = 0; f < kFeatures.size(); ++f) values[kFeatures[f]] = style.coefficients[f];
  return values;
}

Json style_intervals_json(const ArenaHardStyle& style) {
  Json values = Json::object();
  for (std::size_t f = 0; f < kFeatures.size(); ++f) {
    values[kFeatures[f]] = or_null(style.intervals[f]);
  }
  return values;
}

Json line_json(const ArenaHardLine& line, const ArenaHardBoard& board) {
  Json row = {{"model", line.tally.model.text},
              {"baseline", board.baseline.text},
              {"score", or_null(line.score)},
              {"score_interval", or_null(line.interval)},
              {"rows", line.tally.rows},
              {"null_judgments", line.tally.null_judgments},
              {"avg_tokens", or_null(line.tokens)},
              {"coverage",
               {{"expected", line.tally.games_expected},
                {"judged", line.tally.games_judged},
                {"unparsed", line.tally.games_unparsed}}}};
  if (board.style) row["style"] = style_json(*board.style);
  return row;
}

std::string board_json(const ArenaHardBoard& board, const std::string& bench) {
  Json models = Json::array();
  for (const ArenaHardLine& line : board.lines) models.push_back(line_json(line, board));
  Json document = {
      {"format", "arena_hard"},
      {"bench", bench},
      {"category", board.category.empty() ? Json(nullptr) : Json(board.category)},
      {"baseline", board.baseline.text},
      {"interval_coverage", board.coverage},
      {"separability", board.separability ? or_null(board.separability->share()) : Json(nullptr)}};
  if (board.style) {
    document["style"] = style_json(*board.style);
    document["style_interval"] = style_intervals_json(*board.style);
  }
  document["models"] = std::move(models);
  document["warnings"] = board.warnings;
  return document_text(document);
}

void print_style(const ArenaHardStyle& style, Console& console) {
  console.out << "\nWhat more of it is worth, in log odds for each standard deviation:\n";
  for (std::size_t f = 0; f < kFeatures.size(); ++f) {
    console.out << fmt::format(
        "  {:<7} {}\n", kFeatures[f],
        value_text(style.coefficients[f], style.intervals[f], {.decimals = 3}));
  }
}

void print_board(const ArenaHardBoard& board, const ArenaHardScoring& scoring, Console& console) {
  constexpr const char* kLine = "{:<32} {:>24} {:>7} {:>11} {:>8} {:>11}\n";
  console.out << fmt::format(kLine, "model", "score", "rows", "avg tokens", "null", "judged");
  for (const ArenaHardLine& line : board.lines) {
    console.out << fmt::format(
        kLine, terminal_cell(line.tally.model.text, 32), value_text(line.score, line.interval),
        line.tally.rows, value_text(line.tokens, {}, {.decimals = 0}), line.tally.null_judgments,
        fmt::format("{}/{}", line.tally.games_judged, line.tally.games_expected));
  }
  console.out << "\n"
              << terminal_line(board.baseline.text) << " is the baseline, 50 by definition.";
  if (scoring.resamples > 0) {
    console.out << fmt::format(
        " In brackets the {:.0f} % interval, resampled {}.", 100.0 * board.coverage,
        scoring.unit == ArenaHardScoring::Unit::rows ? "row by row" : "by question");
  }
  console.out << "\n";
  if (board.style) print_style(*board.style, console);
}

struct Flags {
  ArenaHardScoring scoring;
  std::string bench = "v2.0";
  std::string optimizer = "exact";
  std::string intervals = "questions";
  std::vector<std::string> features;
  bool first_game_only = false;
  bool skip_bad = false;
  std::optional<long long> weight = {};
  IntervalFlags resampling = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options(
      "score arena_hard", "Arena-Hard's table, v0.1 or v2.0, from its judgment files.",
      {"evenhand score arena_hard --judgments model_judgment/gpt-4.1 --answers model_answer",
       "evenhand score arena_hard --judgments model_judgment/gpt-4.1 --answers model_answer "
       "--style-control",
       "evenhand score arena_hard --judgments model_judgment/gpt-4-1106-preview --bench v0.1"});
  ArenaHardOrder& order = flags.scoring.order;
  options.texts("--judgments", order.judgments, "folder of a judge; several are pooled");
  options.text("--answers", order.answers, "folder model_answer: tokens, and style control");
  options.text("--bench", flags.bench, "v2.0 or v0.1 (default: v2.0)");
  options.text("--category", order.category, "(default: hard_prompt of v2.0, all of v0.1)");
  options.text("--baseline", order.baseline, "(default: what the judgments say)");
  options.flag("--style-control", flags.scoring.style_control, "at equal length and Markdown");
  options.texts("--control-features", flags.features,
                "of style control: length, markdown (default: both)");
  options.text("--optimizer", flags.optimizer,
               "of style control: exact, or upstream, which stops early (default: exact)");
  options.integer("--weight", flags.weight, "rows of a clear verdict (default: 3)");
  options.flag("--first-game-only", flags.first_game_only, "v0.1: without the exchanged seats");
  options.text("--intervals", flags.intervals,
               "questions, or rows as upstream has them (default: questions)");
  flags.resampling.declare(
      options,
      {.seed = "of the intervals (default: 0; 42 for v0.1 by rows)",
       .bootstrap =
           "resamples behind each interval (default: 1000; 100 by rows; 0: no intervals)"});
  options.flag("--skip-bad", flags.skip_bad, "leave out and count rows that cannot be read");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle_style(Flags& flags) {
  StyleModel& style = flags.scoring.style;
  const bool is_old = flags.scoring.order.version == ArenaHardVersion::v0_1;
  style.kind = is_old ? StyleModel::Kind::v0_1 : StyleModel::Kind::v2_0;
  EVENHAND_TRY(style.optimizer, choice_of<StyleModel::Optimizer>({"exact", "upstream"},
                                                                 "--optimizer", flags.optimizer));
  if (is_old && style.optimizer == StyleModel::Optimizer::as_upstream) {
    return Error{.what = "'--optimizer upstream' is for --bench v2.0: that of v0.1 arrives"};
  }
  if (flags.features.empty()) return {};
  if (!flags.scoring.style_control) {
    return Error{.what = "'--control-features' is for --style-control"};
  }
  style.features = {};
  for (const std::string& feature : flags.features) {
    EVENHAND_TRY(const std::size_t which,
                 place_among({"length", "markdown"}, "--control-features", feature));
    if (which == 0) {
      style.features[0] = true;
    } else {
      style.features[1] = style.features[2] = style.features[3] = true;
    }
  }
  return {};
}

Result<void> settle_intervals(Flags& flags) {
  ArenaHardScoring& scoring = flags.scoring;
  EVENHAND_TRY(scoring.unit, choice_of<ArenaHardScoring::Unit>({"questions", "rows"}, "--intervals",
                                                               flags.intervals));
  EVENHAND_OK(flags.resampling.settle(scoring));
  const bool by_rows = scoring.unit == ArenaHardScoring::Unit::rows;
  const bool is_old = scoring.order.version == ArenaHardVersion::v0_1;
  constexpr std::size_t kUpstreamRounds = 100;
  constexpr std::uint64_t kUpstreamSeed = 42;
  if (by_rows && !flags.resampling.bootstrap) scoring.resamples = kUpstreamRounds;
  if (by_rows && is_old && !flags.resampling.seed) scoring.seed = kUpstreamSeed;
  if (by_rows && is_old && scoring.seed > std::numeric_limits<std::uint32_t>::max()) {
    return Error{.what = "NumPy's seeds end at 4294967295"};
  }
  scoring.threads = std::max(1U, std::thread::hardware_concurrency());
  return {};
}

Result<void> settle(Flags& flags) {
  ArenaHardOrder& order = flags.scoring.order;
  if (order.judgments.empty()) {
    return Error{.what = "'score arena_hard' needs --judgments FOLDER"};
  }
  EVENHAND_TRY(order.version,
               choice_of<ArenaHardVersion>({"v0.1", "v2.0"}, "--bench", flags.bench));
  constexpr long long kMostWeight = 100;
  if (flags.weight && (*flags.weight < 1 || *flags.weight > kMostWeight)) {
    return Error{.what = "--weight must be from 1 to 100"};
  }
  if (flags.weight) order.weight = static_cast<std::uint32_t>(*flags.weight);
  if (flags.first_game_only) {
    if (order.version != ArenaHardVersion::v0_1) {
      return Error{.what = "'--first-game-only' is for --bench v0.1"};
    }
    order.games = ArenaHardOrder::Games::first_only;
  }
  if (flags.skip_bad) order.bad_rows = BadRows::skipped;
  if (flags.scoring.style_control && order.answers.empty()) {
    return Error{.what = "'--style-control' needs --answers FOLDER"};
  }
  EVENHAND_OK(settle_style(flags));
  return settle_intervals(flags);
}

}  // namespace

CommandResult score_arena_hard_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const ArenaHardBoard board, score_arena_hard(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board, flags.bench);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, flags.scoring, console);
  return ExitCode::success;
}

}  // namespace evenhand
