#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/agree_formats.h"
#include "cli/commands/interval_flags.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "run/agree_mt_bench.h"

namespace evenhand {
namespace {

struct Flags {
  VoteAgreementOrder order;
  IntervalFlags intervals = {};
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
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

std::string board_json(const VoteAgreementBoard& board) {
  Json rows = Json::array();
  for (const VoteAgreementRow& row : board.rows) {
    rows.push_back({{"voters", row.voters},
                    {"turn", row.turn + 1},
                    {"ties", row.with_ties},
                    {"compared", row.count.compared},
                    {"agreed", row.count.agreed},
                    {"share", or_null(row.count.share())},
                    {"share_interval", or_null(row.interval)}});
  }
  const Json document = {
      {"format", "mt_bench"}, {"agreement", std::move(rows)}, {"warnings", board.warnings}};
  return document_text(document);
}

void print_board(const VoteAgreementBoard& board, Console& console) {
  console.out << fmt::format("{:<22} {:>4} {:>8} {:>9} {:>7} {:>20}\n", "voters", "turn", "ties",
                             "compared", "agreed", "share");
  for (const VoteAgreementRow& row : board.rows) {
    console.out << fmt::format("{:<22} {:>4} {:>8} {:>9} {:>7} {:>20}\n", row.voters, row.turn + 1,
                               row.with_ties ? "with" : "without", row.count.compared,
                               row.count.agreed, value_text(row.count.share(), row.interval));
  }
  console.out
      << "\nIn brackets the 95 % interval, resampled by question. Without ties: comparisons "
         "in which either vote is one are left out.\n";
}

}  // namespace

CommandResult agree_mt_bench_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(flags.intervals.settle(flags.order));
  EVENHAND_TRY(const VoteAgreementBoard board, agree_mt_bench(flags.order, world));
  if (flags.json) {
    console.out << board_json(board);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
