#include "run/recall.h"

#include <filesystem>
#include <utility>

#include "run/empty_run_store.h"
#include "run/lanes.h"
#include "run/means.h"
#include "run/stored_words.h"
#include "run/tally.h"
#include "store/sqlite_run_store.h"

namespace evenhand {
namespace {

// Looking things up in the store and reading them is work for processors, not waiting.
constexpr int kOfflineThreads = 2;

void lay_over(Budget& budget, const Budget& told) {
  if (told.cost) budget.cost = told.cost;
  if (told.calls) budget.calls = told.calls;
  if (told.tokens) budget.tokens = told.tokens;
}

/// An error where the store cannot be read: what is missing then is not what was never asked.
Result<Findings> evaluate(const RunSetting& setting, const RunModels& models, KeptWords kept) {
  Progress progress;
  Lanes lanes;
  for (const auto& [name, spec] : setting.file.endpoints) lanes.add_lane(name, kOfflineThreads);
  Evaluation evaluation(setting, models, lanes, progress, std::move(kept));
  evaluation.start();
  Findings findings = evaluation.finish();
  const std::optional<Error> stopped = evaluation.stopped_by();
  const bool unreadable = stopped && (stopped->kind == ErrorKind::io_failed ||
                                      stopped->kind == ErrorKind::corrupt_store);
  if (unreadable) return *stopped;
  return findings;
}

}  // namespace

std::string store_path(const RunOptions& options, const RunFile& file) {
  if (!options.store.empty()) return options.store;
  if (!file.store.empty()) return file.store;
  const std::filesystem::path folder(file.folder);
  return (folder / ".evenhand" / "store.db").lexically_normal().string();
}

Result<RunSetting> prepare_setting(const RunOptions& options, const World& world) {
  EVENHAND_TRY(RunFile file, read_run_file(world.files, options.run_file, options.overrides));
  lay_over(file.budget, options.budget);
  resolve_endpoints(file, world);
  // Spelled out in the resolved run file, so that it finds its replies from wherever it lies.
  file.store = std::filesystem::absolute(store_path(options, file)).lexically_normal().string();
  return load_setting(std::move(file), world);
}

Result<std::shared_ptr<RunStore>> stored_so_far(const RunOptions& options,
                                                const RunSetting& setting, const World& world) {
  const std::string path = store_path(options, setting.file);
  if (!world.files.exists(path))
    return std::shared_ptr<RunStore>(std::make_shared<EmptyRunStore>());
  EVENHAND_TRY(
      auto store,
      SqliteRunStore::open(
          {.path = path, .run = setting.file.name, .access = StoreAccess::read_only}, world.clock));
  return std::shared_ptr<RunStore>(std::move(store));
}

Result<Findings> findings_offline(const RunSetting& setting, AttemptLog& log,
                                  const std::shared_ptr<const RunStore>& store,
                                  const World& world) {
  EVENHAND_TRY(const auto means, Means::open(setting, {}, log, *store, world));
  return evaluate(setting, means->models(),
                  {.words = std::make_shared<StoredWords>(store), .room = world.room_for_words});
}

Result<RecalledRun> recall_run(const RunOptions& options, const World& world, Hold hold) {
  EVENHAND_TRY(RunSetting setting, prepare_setting(options, world));
  EVENHAND_TRY(const auto store, stored_so_far(options, setting, world));
  EVENHAND_TRY(const RunSpend spend, store->spend());
  EVENHAND_TRY(const auto means, Means::open(setting, {}, *store, *store, world));
  KeptWords kept{.room = world.room_for_words};
  if (hold == Hold::what_fits) kept.words = std::make_shared<StoredWords>(store);
  EVENHAND_TRY(Findings findings, evaluate(setting, means->models(), std::move(kept)));
  EVENHAND_TRY(ReportData report, tally(setting, std::move(findings), options.version));
  report.texts = options.texts;
  report.warnings.insert(report.warnings.begin(), setting.remarks.begin(), setting.remarks.end());
  const std::int64_t remembered = means->remembered();
  return RecalledRun{std::move(setting), std::move(report), spend, remembered};
}

}  // namespace evenhand
