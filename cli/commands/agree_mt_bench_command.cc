#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/agree_formats.h"
#include "cli/commands/score_formats.h"
#include "cli/options.h"
#include "report/terminal_text.h"
#include "run/agree_mt_bench.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

struct Flags {
  VoteAgreementOrder order;
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("agree mt_bench",
                  "Agreement between people's votes and GPT-4's, and among people, as FastChat's "
                  "compute_agreement counts it.",
                  {"evenhand agree mt_bench human_votes.json gpt4_votes.json",
                   "evenhand agree mt_bench votes.json --json"});
  options.positionals("VOTES.json", flags.order.vote_files,
                      "arrays of votes; all files are taken together");
  options.integer("--seed", flags.seed, "of the intervals (default: 0)");
  options.integer("--bootstrap", flags.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

std::string board_json(const VoteAgreementBoard& board) {
  Json rows = Json::array();
  for (const VoteAgreementRow& row : board.rows) {
    const auto share = row.count.share();
    rows.push_back(
        {{"voters", row.voters},
         {"turn", row.turn + 1},
         {"ties", row.with_ties},
         {"compared", row.count.compared},
         {"agreed", row.count.agreed},
         {"share", share ? Json(*share) : Json(nullptr)},
         {"share_interval",
          row.interval ? Json::array({row.interval->low, row.interval->high}) : Json(nullptr)}});
  }
  const Json document = {
      {"format", "mt_bench"}, {"agreement", std::move(rows)}, {"warnings", board.warnings}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string share_text(const VoteAgreementRow& row) {
  const auto share = row.count.share();
  if (!share) return "-";
  if (!row.interval) return fmt::format("{:.2f}", *share);
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", *share, row.interval->low, row.interval->high);
}

void print_board(const VoteAgreementBoard& board, Console& console) {
  console.out << fmt::format("{:<22} {:>4} {:>8} {:>9} {:>7} {:>20}\n", "voters", "turn", "ties",
                             "compared", "agreed", "share");
  for (const VoteAgreementRow& row : board.rows) {
    console.out << fmt::format("{:<22} {:>4} {:>8} {:>9} {:>7} {:>20}\n", row.voters, row.turn + 1,
                               row.with_ties ? "with" : "without", row.count.compared,
                               row.count.agreed, share_text(row));
  }
  console.out
      << "\nIn brackets the 95 % interval, resampled by question. Without ties: comparisons "
         "in which either vote is one are left out.\n";
}

}  // namespace

CommandResult agree_mt_bench_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_TRY(const IntervalFlags interval, interval_flags(flags.seed, flags.bootstrap));
  flags.order.seed = interval.seed;
  flags.order.resamples = interval.resamples;
  EVENHAND_TRY(const VoteAgreementBoard board, agree_mt_bench(flags.order, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  for (const std::string& warning : board.warnings) {
    console.err << "evenhand: " << terminal_line(warning) << "\n";
  }
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
