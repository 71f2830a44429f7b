#include "run/conduct.h"

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "run/budget.h"
#include "run/descriptors.h"
#include "run/evaluation.h"
#include "run/lanes.h"
#include "run/means.h"
#include "run/recall.h"
#include "run/resolved.h"
#include "run/results.h"
#include "run/tally.h"
#include "store/sqlite_run_store.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

// Often enough for a screen, rarely enough to cost nothing; also how fast Ctrl-C is noticed.
constexpr std::chrono::milliseconds kTick{100};
std::string out_folder(const RunOptions& options, const RunFile& file) {
  if (!options.out.empty()) return options.out;
  return "results/" + file_name_for(file.name);
}

/// Money can only be kept in bounds where its price is known.
Result<void> check_prices(const RunSetting& setting) {
  if (!setting.file.budget.cost) return {};
  std::vector<const ModelSpec*> asked;
  for (const Participant* participant : setting.participants()) {
    if (participant->spec.is_asked()) asked.push_back(&participant->spec);
  }
  for (const ModelSpec& judge : setting.file.judges) asked.push_back(&judge);
  for (const ModelSpec* spec : asked) {
    if (setting.prices.knows(spec->model)) continue;
    return Error{.what = "a budget in dollars needs the price of '" + spec->model + "'",
                 .hint =
                     "add it to the file that 'prices' names, or limit 'calls' or 'tokens' "
                     "instead",
                 .place = spec->place};
  }
  return {};
}

/// Calls a function about ten times a second, from a thread of its own, until it is destroyed.
class Ticker {
 public:
  explicit Ticker(std::function<void()> on_tick)
      : on_tick_(std::move(on_tick)), thread_([this] { run(); }) {}

  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTick, [this] { return ended_; })) {
      lock.unlock();
      on_tick_();
      lock.lock();
    }
  }

  std::function<void()> on_tick_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

/// Everything that is alive while a run asks.
struct Session {
  const RunSetting& setting;
  const World& world;
  Means& means;
  BudgetedLog& budget;
  Progress progress = {};
  Lanes lanes = {};
  std::atomic<bool> draining = false;
  Clock::Steady begun = {};
};

ProgressSnapshot snapshot_of(const Session& session) {
  ProgressSnapshot snapshot{.turns_done = session.progress.turns_done,
                            .turns_expected = session.progress.turns_expected,
                            .games_done = session.progress.games_done,
                            .games_expected = session.progress.games_expected,
                            .failures = session.progress.failures,
                            .remembered = session.means.remembered(),
                            .cost = session.budget.cost(),
                            .cost_known = !session.setting.file.prices.empty(),
                            .draining = session.draining,
                            .elapsed = session.world.clock.steady() - session.begun};
  for (const auto& [name, status] : session.means.status()) {
    snapshot.requests += status.requests;
    snapshot.retries += status.retries;
    snapshot.in_flight += status.in_flight;
    if (!status.waiting_for.empty()) snapshot.waiting_for.emplace(name, status.waiting_for);
  }
  return snapshot;
}

/// The user has asked to stop: nothing new begins, what is on the wire is waited for and kept.
void drain_if_told(Session& session) {
  if (session.world.stop_signal == 0 || session.draining.exchange(true)) return;
  session.lanes.drop_waiting();
  session.means.drain();
}

Findings ask_everything(Session& session, const OnProgress& on_progress, RunOutcome& outcome) {
  for (const auto& [name, spec] : session.setting.file.endpoints) {
    session.lanes.add_lane(name, spec.in_flight);
  }
  const Evaluation::Models models = session.means.models();
  Evaluation evaluation(session.setting, models, session.lanes, session.progress);
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

Result<Findings> ask(const RunSetting& setting, const World& world, RunStore& store,
                     const OnProgress& on_progress, RunOutcome& outcome) {
  EVENHAND_TRY(const Spend spent, store.spend());
  BudgetedLog budget(store, setting.file.budget, setting.prices, spent);
  std::set<std::string> needed = endpoints_named(setting);
  if (spent.attempts > 0) {
    EVENHAND_TRY(Findings stored, findings_offline(setting, budget, store, world));
    needed = endpoints_needed(setting, stored);
  }
  EVENHAND_TRY(const auto means, Means::open(setting, needed, budget, store, world));
  EVENHAND_OK(means->preflight());
  Session session{.setting = setting,
                  .world = world,
                  .means = *means,
                  .budget = budget,
                  .begun = world.clock.steady()};
  Findings findings = ask_everything(session, on_progress, outcome);
  outcome.signal = world.stop_signal;
  note_endpoints(*means, outcome);
  if (on_progress) on_progress(snapshot_of(session));
  return findings;
}

Result<Findings> find_out(const RunOptions& options, const RunSetting& setting, const World& world,
                          const OnProgress& on_progress, RunOutcome& outcome) {
  EVENHAND_OK(check_prices(setting));
  EVENHAND_TRY(const auto store, SqliteRunStore::open({.path = store_path(options, setting.file),
                                                       .run = setting.file.name,
                                                       .access = StoreAccess::read_write},
                                                      world.clock));
  for (const std::string& remark : store->remarks()) outcome.remarks.push_back(remark);
  EVENHAND_TRY(const std::string resolved, resolved_run_file(setting, options.version));
  EVENHAND_OK(store->keep_manifest(sha256(resolved), resolved));
  EVENHAND_TRY(Findings findings, ask(setting, world, *store, on_progress, outcome));
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
  error.hint = "every reply is in the store: run it again with another --out, nothing is lost";
  return error;
}

Result<RunOutcome> conduct_offline(const RunOptions& options, const World& world) {
  EVENHAND_TRY(RecalledRun recalled, recall_run(options, world));
  RunOutcome outcome{.report = std::move(recalled.report),
                     .out = out_folder(options, recalled.setting.file),
                     .spend = recalled.spend,
                     .remembered = recalled.remembered,
                     .remarks = recalled.setting.remarks};
  EVENHAND_OK(write_outcome(options, recalled.setting, world, outcome));
  return outcome;
}

Result<RunOutcome> conduct_asking(const RunOptions& options, const World& world,
                                  const OnProgress& on_progress) {
  EVENHAND_TRY(RunSetting setting, prepare_setting(options, world));
  keep_to_descriptors(setting);
  RunOutcome outcome{.out = out_folder(options, setting.file), .remarks = setting.remarks};
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
  EVENHAND_TRY(const auto store, stored_so_far(options, setting, world));
  EVENHAND_TRY(const Findings stored, findings_offline(setting, *store, *store, world));
  return plan_run(setting, stored);
}

}  // namespace evenhand
