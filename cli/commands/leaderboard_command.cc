#include "cli/command.h"
#include "cli/options.h"
#include "cli/table_style.h"
#include "report/joint_board.h"
#include "run/join_runs.h"

namespace evenhand {
namespace {

struct Flags {
  std::vector<std::string> results;
  std::string field;
  std::string csv;
  std::string markdown;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("leaderboard",
                  "Several finished runs in one table. Runs that can be compared share a column; "
                  "columns are correlated. Asks nobody.",
                  {"evenhand leaderboard results/*",
                   "evenhand leaderboard results/instruct results/chat --markdown board.md",
                   "evenhand leaderboard results/* --field length_controlled_win_rate",
                   "evenhand leaderboard results/chat alpaca_eval.json"});
  options.positionals("RESULTS", flags.results,
                      "results folders, or files printed by 'evenhand score --json'");
  options.text("--field", flags.field, "the number to show (default: what each run ranks by)");
  options.text("--csv", flags.csv, "write CSV");
  options.text("--markdown", flags.markdown, "write Markdown");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

}  // namespace

CommandResult leaderboard_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  std::vector<ResultsBoard> boards;
  for (const std::string& path : flags.results) {
    EVENHAND_TRY(ResultsBoard board, read_any_board(world.files, path));
    boards.push_back(std::move(board));
  }
  EVENHAND_TRY(const JointBoard joint, join_runs(boards, flags.field));
  if (!flags.csv.empty()) EVENHAND_OK(world.files.replace(flags.csv, joint_csv(joint)));
  if (!flags.markdown.empty()) {
    EVENHAND_OK(world.files.replace(flags.markdown, joint_markdown(joint)));
  }
  console.out << (flags.json ? joint_json(joint) : joint_text(joint, table_style(console)));
  return ExitCode::success;
}

}  // namespace evenhand
