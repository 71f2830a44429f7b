#include "run/report_again.h"

#include <filesystem>
#include <utility>

#include "run/resolved.h"
#include "run/results.h"
#include "run/results_board.h"
#include "run/results_place.h"

namespace evenhand {
namespace {

std::string within(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).string();
}

/// Where a results folder was named, its own run file takes its place.
Result<void> look_into_folder(RunOptions& options, const World& world) {
  const std::string folder = options.run_file;
  const std::string resolved = within(folder, kResolvedName);
  if (world.files.exists(resolved)) {
    options.run_file = resolved;
    if (options.out.empty()) options.out = folder;
    return {};
  }
  if (!world.files.exists(within(folder, "leaderboard.json"))) return {};
  return Error{.kind = ErrorKind::not_found,
               .what = folder + " has no " + kResolvedName + ", which says how it was made",
               .hint = "name the run file instead: evenhand report RUN.yaml --out " + folder};
}

Error no_store(const std::string& path) {
  return {.kind = ErrorKind::not_found,
          .what = "there is no store at " + path + ", and a report is made of the replies in it",
          .hint = "say where it is: --store PLACE"};
}

std::size_t judged_in(const ReportData& report) {
  std::size_t judged = 0;
  for (const CandidateRow& row : report.rows) judged += row.coverage.judged;
  return judged;
}

std::size_t judged_in(const ResultsBoard& board) {
  std::size_t judged = 0;
  for (const ResultsRow& row : board.rows) judged += row.count("judged");
  return judged;
}

/// A folder with more of this run stays as it is; one of another run is check_owner()'s.
Result<void> check_nothing_is_lost(const RecalledRun& run, const ReportedAgain& again,
                                   const World& world) {
  const auto board = read_results_board(world.files, again.out);
  if (!board) return {};
  if (board->run != run.report.run || board->suite_digest != run.report.suite_digest) return {};
  const std::size_t had = judged_in(*board);
  const std::size_t has = judged_in(run.report);
  if (has >= had) return {};
  return Error{.what = "the store at " + again.store + " gives " + std::to_string(has) +
                       " scores where " + again.out + " has " + std::to_string(had) +
                       "; nothing was written",
               .hint =
                   "name the store that the run had with --store, or another folder with "
                   "--out"};
}

}  // namespace

Result<ReportedAgain> report_again(RunOptions options, World& world) {
  options.asking = Asking::offline;
  EVENHAND_OK(look_into_folder(options, world));
  EVENHAND_TRY(const RunFile file, read_run_file(world.files, options.run_file, options.overrides));
  EVENHAND_OK(check_owner(options, file, world));
  ReportedAgain again{
      .run = {}, .out = results_place(options, file), .store = store_path(options, file)};
  if (!world.files.exists(again.store)) return no_store(again.store);
  EVENHAND_TRY(again.run, recall_run(options, world, Hold::what_fits));
  EVENHAND_OK(check_nothing_is_lost(again.run, again, world));
  EVENHAND_TRY(const std::string resolved, resolved_run_file(again.run.setting, options.version));
  EVENHAND_OK(write_results(world.files, again.out, again.run.report, resolved));
  return again;
}

}  // namespace evenhand
