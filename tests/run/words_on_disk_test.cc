// Runs whose words lie in a real store: the room for them changes nothing that a user sees.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "run/conduct.h"
#include "run/report_again.h"
#include "tests/fakes/scripted_transport.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNoRoom = 0;
constexpr std::size_t kRoom = std::size_t{1} << 20;

constexpr const char* kRun =
    "name: words\nsuite: tiny\nbootstrap: 100\n"
    "baseline: {name: base, model: base-model}\n"
    "candidates: [{name: ours, model: our-model}]\n"
    "judges: [{name: judge, model: judge-model}]\n"
    "prices: prices.json\n"
    "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\", in_flight: 2}}\n";

/// Answers differ from model to model; the judge's words depend on what it was shown.
Result<HttpResponse> serve(const HttpRequest& request) {
  if (request.method == HttpMethod::get) return http_reply(200, R"({"data": []})");
  const bool judge = request.body.find("judge-model") != std::string::npos;
  const std::string who = request.body.find("our-model") != std::string::npos ? "ours" : "theirs";
  const std::string text =
      judge ? "Seen.\\n\\n[[" + std::string(request.body.size() % 2 == 0 ? "A" : "B") + "]]"
            : "- " + who + " to " + std::to_string(request.body.size());
  return http_reply(
      200, R"({"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": ")" +
               text + R"("}}], "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

class WordsOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("evenhand-words-" + std::to_string(::getpid()));
    fs::create_directories(folder / "suites" / "tiny");
    put("run.yaml", kRun);
    const std::string price = R"({"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6})";
    put("prices.json", R"({"our-model": )" + price + R"(, "base-model": )" + price +
                           R"(, "judge-model": )" + price + "}");
    put("suites/tiny/suite.yaml", "name: tiny\nversion: 1\nprotocol: pairwise\n");
    put("suites/tiny/questions.jsonl",
        "{\"id\": \"q1\", \"turns\": [\"2 + 2?\", \"Doubled?\"]}\n"
        "{\"id\": \"q2\", \"turns\": [\"Hello!\"]}\n");
    network.answer = serve;
  }

  void TearDown() override { fs::remove_all(folder); }

  void put(const std::string& name, const std::string& contents) const {
    std::ofstream(folder / name) << contents;
  }

  World world(std::size_t room) {
    return {.files = files,
            .clock = clock,
            .network = network,
            .environment = [](const std::string&) -> std::optional<std::string> { return {}; },
            .shelf = {.folders = {(folder / "suites").string()}},
            .prompts_folder = EVENHAND_SOURCE_DIR "/prompts/templates",
            .calibration_folder = EVENHAND_SOURCE_DIR "/formats/data",
            .stop_signal = signal,
            .room_for_words = room};
  }

  RunOptions options(const std::string& store, const std::string& out) const {
    return {.run_file = (folder / "run.yaml").string(),
            .out = (folder / out).string(),
            .store = (folder / store).string(),
            .version = "1"};
  }

  Result<RunOutcome> run(const RunOptions& told, std::size_t room) {
    const World outside = world(room);
    return conduct_run(told, outside, nullptr);
  }

  /// Without the resolved run file, which names the store.
  std::string results(const std::string& out) const {
    std::string all;
    for (const char* name : {"leaderboard.csv", "leaderboard.json", "answers.jsonl",
                             "verdicts.jsonl", "report.html"}) {
      const auto contents = files.read((folder / out / name).string(), kRoom);
      all += contents ? *contents : "no " + std::string(name);
    }
    return all;
  }

  fs::path folder;
  DiskFileSystem files;
  SystemClock clock;
  ScriptedTransport network;
  std::atomic<int> signal = 0;
};

TEST_F(WordsOnDisk, MakeTheSameResultsInterruptedResumedOfflineAndAgain) {
  ASSERT_TRUE(run(options("held.db", "held"), kRoom));
  const std::string expected = results("held");
  EXPECT_NE(expected.find("- ours to"), std::string::npos);

  ASSERT_TRUE(run(options("whole.db", "whole"), kNoRoom));
  EXPECT_EQ(results("whole"), expected);
  for (const int calls : {1, 5, 8, 11, 100}) {
    RunOptions some = options("parts.db", "parts");
    some.budget.calls = calls;
    ASSERT_TRUE(run(some, kNoRoom)) << calls;
  }
  EXPECT_EQ(results("parts"), expected);

  RunOptions offline = options("parts.db", "offline");
  offline.asking = Asking::offline;
  ASSERT_TRUE(run(offline, kNoRoom));
  EXPECT_EQ(results("offline"), expected);
  World outside = world(kNoRoom);
  ASSERT_TRUE(report_again(options("parts.db", "again"), outside));
  EXPECT_EQ(results("again"), expected);
}

TEST_F(WordsOnDisk, ArePlannedForLikeWordsThatAreHeld) {
  for (int calls = 0; calls <= 12; ++calls) {
    RunOptions some = options("some.db", "some");
    some.budget.calls = calls;
    if (calls > 0) {
      ASSERT_TRUE(run(some, kRoom)) << calls;
    }
    const World roomy = world(kRoom);
    const World full = world(kNoRoom);
    const auto held = plan_only(some, roomy);
    const auto put_away = plan_only(some, full);
    ASSERT_TRUE(held && put_away) << calls;
    EXPECT_EQ(held->calls(), 12 - calls);
    EXPECT_EQ(put_away->calls(), held->calls()) << calls;
    EXPECT_EQ(put_away->cost(), held->cost()) << calls;
  }
}

TEST_F(WordsOnDisk, OfADamagedStoreStopTheReportAndLeaveTheOldOne) {
  ASSERT_TRUE(run(options("run.db", "out"), kRoom));
  const std::string before = results("out");
  {
    std::fstream store(folder / "run.db", std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(folder / "run.db"));
    constexpr std::streamoff kFirstPage = 16384;
    ASSERT_GT(size, 2 * kFirstPage);
    store.seekp(kFirstPage);
    store << std::string(static_cast<std::size_t>(size - kFirstPage), '\xFF');
  }
  RunOptions offline = options("run.db", "out");
  offline.asking = Asking::offline;
  const auto told = run(offline, kNoRoom);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind, ErrorKind::corrupt_store) << told.error().what;
  EXPECT_EQ(results("out"), before);
}

}  // namespace
}  // namespace evenhand
