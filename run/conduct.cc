#include "run/conduct.h"

#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "run/budget.h"
#include "run/descriptors.h"
#include "run/endpoint_specs.h"
#include "run/evaluation.h"
#include "run/lanes.h"
#include "run/means.h"
#include "run/recall.h"
#include "run/resolved.h"
#include "run/results.h"
#include "run/results_place.h"
#include "run/session.h"
#include "run/stored_words.h"
#include "run/tally.h"
#include "run/ticker.h"
#include "store/sqlite_run_store.h"

namespace evenhand {
namespace {

Findings ask_everything(Session& session, KeptWords kept, const OnProgress& on_progress,
                        RunOutcome& outcome) {
  for (const auto& [name, spec] : session.setting.file.endpoints) {
    session.lanes.add_lane(name, spec.in_flight);
  }
  const RunModels models = session.means.models();
  Evaluation evaluation(session.setting, models, session.lanes, session.progress, std::move(kept));
  const Ticker ticker([&] {
    drain_if_told(session);
    if (on_progress) on_progress(snapshot_of(session));
  });
  drain_if_told(session);  // the signal may have come while servers were looked at
  evaluation.start();
  Findings findings = evaluation.finish();
  outcome.stopped_by = evaluation.stopped_by();
  outcome.refused = evaluation.refused_by();
  return findings;
}

void note_endpoints(const Means& means, RunOutcome& outcome) {
  for (const auto& [name, status] : means.status()) outcome.requests += status.requests;
  outcome.remembered = means.remembered();
}

Result<Findings> ask(const RunSetting& setting, const World& world,
                     const std::shared_ptr<RunStore>& store, const OnProgress& on_progress,
                     RunOutcome& outcome) {
  EVENHAND_TRY(const RunSpend spent, store->spend());
  BudgetedLog budget(*store, setting.file.budget, setting.prices, spent);
  std::set<std::string> needed = endpoints_named(setting);
  if (spent.all.attempts > 0) {
    EVENHAND_TRY(Findings stored, findings_offline(setting, budget, store, world));
    needed = endpoints_needed(setting, stored);
  }
  EVENHAND_TRY(const auto means, Means::open(setting, needed, budget, *store, world));
  EVENHAND_OK(means->preflight());
  Session session{.setting = setting,
                  .world = world,
                  .means = *means,
                  .budget = budget,
                  .begun = world.clock.steady()};
  Findings findings = ask_everything(
      session, {.words = std::make_shared<StoredWords>(store), .room = world.room_for_words},
      on_progress, outcome);
  outcome.signal = world.stop_signal;
  note_endpoints(*means, outcome);
  if (on_progress) on_progress(snapshot_of(session));
  return findings;
}

Result<Findings> find_out(const RunOptions& options, const RunSetting& setting, const World& world,
                          const OnProgress& on_progress, RunOutcome& outcome) {
  EVENHAND_OK(check_prices(setting));
  EVENHAND_TRY(auto opened, SqliteRunStore::open({.path = store_path(options, setting.file),
                                                  .run = setting.file.name,
                                                  .access = StoreAccess::read_write},
                                                 world.clock));
  const std::shared_ptr<SqliteRunStore> store = std::move(opened);
  for (const std::string& remark : store->remarks()) outcome.remarks.push_back(remark);
  EVENHAND_TRY(const std::string resolved, resolved_run_file(setting, options.version));
  EVENHAND_OK(store->keep_manifest(sha256(resolved), resolved));
  EVENHAND_TRY(Findings findings, ask(setting, world, store, on_progress, outcome));
  if (auto closed = store->close(); !closed) outcome.stopped_by = closed.error();
  // The last look at the money must not cost the results where the store has become unreadable.
  if (auto spend = store->spend()) outcome.spend = *spend;
  return findings;
}

Result<void> write_outcome(const RunOptions& options, const RunSetting& setting, const World& world,
                           const RunOutcome& outcome) {
  EVENHAND_TRY(const std::string resolved, resolved_run_file(setting, options.version));
  auto written = write_results(world.files, outcome.out, outcome.report, resolved);
  if (written) return {};
  Error error = std::move(written.error());
  if (error.hint.empty())
    error.hint = "every reply is in the store: run it again with another --out, nothing is lost";
  return error;
}

/// Without a store, all looks as if nobody had ever been asked: worth a remark, and no reason to
/// overwrite results. The remark; empty: there is a store, or none is needed.
Result<std::string> check_store(const RunOptions& options, const RunSetting& setting,
                                const World& world) {
  const std::string path = store_path(options, setting.file);
  if (world.files.exists(path) || endpoints_named(setting).empty()) return std::string();
  std::string what = "there is no store at " + path + ", and nobody may be asked";
  if (!world.files.exists(results_place(options, setting.file) + "/leaderboard.json")) return what;
  return Error{
      .kind = ErrorKind::not_found,
      .what = what + "; nothing was written",
      .hint = "say where it is with --store PLACE; 'evenhand run' without --offline makes one"};
}

Result<RunOutcome> conduct_offline(const RunOptions& options, const World& world) {
  EVENHAND_TRY(const RunFile file, read_run_file(world.files, options.run_file, options.overrides));
  EVENHAND_OK(check_owner(options, file, world));
  EVENHAND_TRY(RecalledRun recalled, recall_run(options, world, Hold::what_fits));
  EVENHAND_TRY(std::string remark, check_store(options, recalled.setting, world));
  RunOutcome outcome{.report = std::move(recalled.report),
                     .out = results_place(options, recalled.setting.file),
                     .spend = recalled.spend,
                     .remembered = recalled.remembered,
                     .remarks = recalled.setting.remarks};
  if (!remark.empty()) outcome.report.warnings.push_back(std::move(remark));
  EVENHAND_OK(write_outcome(options, recalled.setting, world, outcome));
  return outcome;
}

Result<RunOutcome> conduct_asking(const RunOptions& options, const World& world,
                                  const OnProgress& on_progress) {
  EVENHAND_TRY(RunSetting setting, prepare_setting(options, world));
  EVENHAND_OK(check_addresses(setting.file.endpoints));
  keep_to_descriptors(setting);
  RunOutcome outcome{.out = results_place(options, setting.file), .remarks = setting.remarks};
  EVENHAND_OK(check_owner(options, setting.file, world));
  EVENHAND_OK(try_results(world.files, outcome.out));
  EVENHAND_TRY(Findings findings, find_out(options, setting, world, on_progress, outcome));
  EVENHAND_TRY(outcome.report, tally(setting, std::move(findings), options.version));
  outcome.report.texts = options.texts;
  outcome.report.warnings.insert(outcome.report.warnings.begin(), outcome.remarks.begin(),
                                 outcome.remarks.end());
  EVENHAND_OK(write_outcome(options, setting, world, outcome));
  return outcome;
}

}  // namespace

Result<RunOutcome> conduct_run(const RunOptions& options, const World& world,
                               const OnProgress& on_progress) {
  return options.asking == Asking::offline ? conduct_offline(options, world)
                                           : conduct_asking(options, world, on_progress);
}

Result<Plan> plan_only(const RunOptions& options, const World& world) {
  EVENHAND_TRY(const RunSetting setting, prepare_setting(options, world));
  EVENHAND_OK(check_addresses(setting.file.endpoints));
  EVENHAND_TRY(const auto store, stored_so_far(options, setting, world));
  EVENHAND_TRY(const Findings stored, findings_offline(setting, *store, store, world));
  return plan_run(setting, stored);
}

}  // namespace evenhand
