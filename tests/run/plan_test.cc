#include "run/plan.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/text.h"
#include "formats/csv_table.h"
#include "formats/mt_bench_suite.h"
#include "run/empty_run_store.h"
#include "run/recall.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Plan plan_of(const RunSetting& setting, const World& world) {
  const auto store = std::make_shared<EmptyRunStore>();
  const auto found = findings_offline(setting, *store, store, world);
  EXPECT_TRUE(found);
  return *plan_run(setting, *found);
}

std::int64_t judge_calls(const Plan& plan) {
  std::int64_t calls = 0;
  for (const PlannedCalls& row : plan.rows) calls += row.role == "judge" ? row.calls : 0;
  return calls;
}

std::string candidates(int models) {
  std::string list;
  for (int m = 0; m < models; ++m) {
    list += (m == 0 ? "" : ", ") + ("{name: m" + std::to_string(m) + ", model: m}");
  }
  return "candidates=[" + list + "]";
}

TEST(PlanRun, CountsSamplesAndOpponents) {
  SampleWorld sample;
  const World world = sample.world();
  // Three turns in two questions, from both seats.
  EXPECT_EQ(plan_of(sample.setting(), world).calls(), 3 + 3 + 6);
  EXPECT_EQ(plan_of(sample.setting({"samples=3"}), world).calls(), 3 * (3 + 3 + 6));
  EXPECT_EQ(plan_of(sample.setting({candidates(4), "opponents=all"}), world).calls(),
            4 * 3 + 6 * 6);
  EXPECT_EQ(plan_of(sample.setting({candidates(4), "opponents=2"}), world).calls(), 4 * 3 + 4 * 6);
}

/// The number of judge calls that FastChat makes for MT-Bench's 80 questions, in every mode.
TEST(PlanRun, MakesAsManyJudgeCallsAsFastChat) {
  const std::string shared = EVENHAND_SOURCE_DIR "/../shared";
  const std::string questions = shared + "/data/mt_bench/question.jsonl";
  if (!std::filesystem::exists(questions)) GTEST_SKIP() << questions << " is missing";
  const DiskFileSystem disk;
  const auto suite =
      import_mt_bench(disk, {.questions = questions,
                             .references = shared + "/data/mt_bench/reference_answer_gpt-4.jsonl"});
  ASSERT_TRUE(suite) << to_text(suite.error());
  SampleWorld sample;
  for (const auto& [name, contents] : suite->files)
    sample.files.files["suites/mt/" + name] = contents;

  const std::string counts = shared + "/vectors/mt_bench/call_counts.csv";
  const auto table = read_csv(*disk.read(counts, kMaxSettingsFile), counts);
  ASSERT_TRUE(table) << to_text(table.error());
  std::size_t compared = 0;
  for (const CsvTable::Row& row : table->rows) {
    const std::string& mode = row.fields[*table->column("mode")];
    const double models = *table->number(row, *table->column("models_judged"));
    // Nobody to meet; and a plan of some ten thousand prompts takes a while.
    if ((mode == "pairwise-all" && models < 2) || models > 3) continue;
    std::vector<std::string> overrides = {"suite=mt", candidates(static_cast<int>(models))};
    overrides.emplace_back(mode == "single" ? "protocol=graded" : "protocol=pairwise");
    if (mode == "pairwise-all") overrides.emplace_back("opponents=all");
    EXPECT_EQ(static_cast<double>(judge_calls(plan_of(sample.setting(overrides), sample.world()))),
              *table->number(row, *table->column("judge_calls")))
        << mode << " with " << models;
    ++compared;
  }
  EXPECT_EQ(compared, 8U);
}

}  // namespace
}  // namespace evenhand
