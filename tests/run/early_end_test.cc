// Runs that end early: whatever it is that may not be asked any more, what is stored is shown, as
// it would be offline.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "run/conduct.h"
#include "run/means.h"
#include "run/recall.h"
#include "tests/fakes/failing_run_store.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOurs = "candidates=[{name: ours, model: our-model}]";
constexpr const char* kNewFirst =
    "candidates=[{name: new, model: new-model}, {name: ours, model: our-model}]";

/// Nobody can answer "Hello!", and the new model is nobody's to ask.
Result<HttpResponse> serve(const HttpRequest& request) {
  if (request.method == HttpMethod::get) return http_reply(200, R"({"data": []})");
  const auto says = [&](const char* words) {
    return request.body.find(words) != std::string::npos;
  };
  if (says("new-model")) return http_reply(401, R"({"error": {"message": "no such key"}})");
  if (says("Hello!") && says("our-model")) {
    return http_reply(400, R"({"error": {"message": "cannot be answered"}})");
  }
  const std::string text = says("judge-model") ? "Seen.\\n\\n[[A]]"
                           : says("our-model") ? "ours"
                                               : "theirs";
  return http_reply(
      200, R"({"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": ")" +
               text + R"("}}], "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

class EarlyEnd : public testing::Test {
 protected:
  EarlyEnd() {
    folder = fs::temp_directory_path() / ("evenhand-early-end-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    sample.network.answer = serve;
  }
  ~EarlyEnd() override { fs::remove_all(folder); }

  RunOptions options(const std::string& candidates, const std::string& out) const {
    return {.run_file = "run.yaml",
            .overrides = {candidates},
            .out = out,
            .store = (folder / "store.db").string(),
            .version = "1"};
  }

  RunOutcome run(const RunOptions& told) {
    const World world = sample.world();
    auto outcome = conduct_run(told, world, nullptr);
    EXPECT_TRUE(outcome) << (outcome ? "" : to_text(outcome.error()));
    return *std::move(outcome);
  }

  /// As the same candidates look offline.
  std::string offline_results(const std::string& candidates) {
    RunOptions offline = options(candidates, "offline");
    offline.asking = Asking::offline;
    sample.files.files[offline.store] = "";  // what is on the disk is not in this world
    run(offline);
    return results("offline");
  }

  std::string results(const std::string& out) const {
    std::string all;
    for (const char* name : {"leaderboard.csv", "leaderboard.json", "answers.jsonl",
                             "verdicts.jsonl", "report.html"}) {
      all += sample.files.files.at(out + "/" + name);
    }
    return all;
  }

  SampleWorld sample;
  fs::path folder;
};

/// The first question of ours is answered and judged, the second failed.
void expect_what_was_stored(const RunOutcome& outcome) {
  ASSERT_EQ(outcome.report.rows.size(), 2U);
  for (const CandidateRow& row : outcome.report.rows) {
    const bool ours = row.model.text == "ours";
    EXPECT_EQ(row.coverage.judged, ours ? 1U : 0U) << row.model.text;
    EXPECT_EQ(row.coverage.failed, ours ? 1U : 0U) << row.model.text;
    EXPECT_EQ(row.coverage.missing, ours ? 0U : 2U) << row.model.text;
  }
  EXPECT_EQ(outcome.remembered, 2 + 3 + 4) << "answers of ours, of the baseline, games";
}

TEST_F(EarlyEnd, ByTheBudgetShowsAllThatIsStored) {
  RunOptions more = options(kNewFirst, "out");
  more.budget.calls = run(options(kOurs, "out")).spend.all.attempts;
  const RunOutcome outcome = run(more);
  EXPECT_EQ(outcome.requests, 0);
  ASSERT_TRUE(outcome.stopped_by);
  EXPECT_EQ(outcome.stopped_by->kind, ErrorKind::over_budget);
  expect_what_was_stored(outcome);
  EXPECT_EQ(results("out"), offline_results(kNewFirst));
}

TEST_F(EarlyEnd, ByTheUserShowsAllThatIsStored) {
  run(options(kOurs, "out"));
  sample.stop_signal = SIGINT;
  const RunOutcome outcome = run(options(kNewFirst, "out"));
  EXPECT_EQ(outcome.requests, 0);
  EXPECT_EQ(outcome.signal, SIGINT);
  expect_what_was_stored(outcome);
  EXPECT_EQ(results("out"), offline_results(kNewFirst));
}

TEST_F(EarlyEnd, ByARefusalShowsAllThatIsStored) {
  run(options(kOurs, "out"));
  const RunOutcome outcome = run(options(kNewFirst, "out"));
  ASSERT_TRUE(outcome.refused);
  EXPECT_EQ(outcome.report.rows.at(0).coverage.judged + outcome.report.rows.at(1).coverage.judged,
            1U);
  EXPECT_EQ(outcome.remembered, 2 + 3 + 4);
}

/// What an endpoint refused in an earlier invocation it may not refuse in the next one.
TEST_F(EarlyEnd, ByTheUserTellsOfNoRefusalOfEarlier) {
  ASSERT_TRUE(run(options(kNewFirst, "out")).refused);
  sample.stop_signal = SIGINT;
  const RunOutcome outcome = run(options(kNewFirst, "out"));
  EXPECT_FALSE(outcome.refused);
  EXPECT_EQ(results("out"), offline_results(kNewFirst));
}

TEST_F(EarlyEnd, ByAFullDiskShowsAllThatIsStored) {
  const auto disk = std::make_shared<MemoryRunStore>();
  const World world = sample.world();
  const auto evaluated = [&](const RunSetting& setting, RunStore& store) {
    const auto means = Means::open(setting, {"local"}, store, store, world);
    EXPECT_TRUE(means);
    Progress progress;
    Lanes lanes;
    lanes.add_lane("local", 1);
    const RunModels models = (*means)->models();
    Evaluation evaluation(setting, models, lanes, progress);
    evaluation.start();
    Findings findings = evaluation.finish();
    return std::pair(std::move(findings), evaluation.stopped_by());
  };
  evaluated(sample.setting({kOurs}), *disk);

  const RunSetting setting = sample.setting({kNewFirst});
  FailingRunStore full(*disk, 0);
  const auto [found, stopped_by] = evaluated(setting, full);
  ASSERT_TRUE(stopped_by);
  EXPECT_EQ(stopped_by->kind, ErrorKind::io_failed);
  const auto offline = findings_offline(setting, *disk, disk, world);
  ASSERT_TRUE(offline);
  ASSERT_EQ(found.answers.size(), offline->answers.size());
  for (std::size_t a = 0; a < found.answers.size(); ++a) {
    EXPECT_EQ(found.answers[a].turns.size(), offline->answers[a].turns.size()) << a;
    ASSERT_EQ(found.answers[a].failure.has_value(), offline->answers[a].failure.has_value()) << a;
    if (!found.answers[a].failure) continue;
    EXPECT_EQ(found.answers[a].failure->reason, offline->answers[a].failure->reason) << a;
  }
  EXPECT_EQ(found.verdicts.size(), 4U);
  EXPECT_TRUE(std::all_of(found.verdicts.begin(), found.verdicts.end(),
                          [](const Verdict& verdict) { return verdict.ruling.has_value(); }));
}

}  // namespace
}  // namespace evenhand
