#include <gtest/gtest.h>

#include <algorithm>

#include "providers/endpoint.h"
#include "report/leaderboard_json.h"
#include "report/transcripts.h"
#include "run/evaluation.h"
#include "run/means.h"
#include "run/remembering_model.h"
#include "run/stored_words.h"
#include "run/tally.h"
#include "tests/fakes/failing_run_store.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/report/text_of.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// A server whose replies are a function of the request, in OpenAI's format.
Result<HttpResponse> serve(const HttpRequest& request) {
  const bool judge = request.body.find("judge-model") != std::string::npos;
  const std::string text =
      judge ? "Clear enough.\\n\\n[[" + std::string(request.body.size() % 2 == 0 ? "A" : "B") + "]]"
            : "an answer of " + std::to_string(request.body.size());
  return http_reply(
      200, R"({"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": ")" +
               text + R"("}}], "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

/// One invocation: everything that a process would do between its start and its death.
class Invocation {
 public:
  Invocation(SampleWorld& sample, RunStore& store) : setting(sample.setting()) {
    sample.network.answer = serve;
    auto opened = Means::open(setting, {"local"}, store, store, sample.world());
    EXPECT_TRUE(opened);
    means = *std::move(opened);
  }

  Findings run() {
    Progress progress;
    Lanes lanes;
    lanes.add_lane("local", 4);
    const RunModels models = means->models();
    Evaluation evaluation(setting, models, lanes, progress);
    evaluation.start();
    return evaluation.finish();
  }

  std::string results() {
    const auto report = tally(setting, run(), "test");
    EXPECT_TRUE(report);
    return leaderboard_json(*report) + text_of(write_verdicts_jsonl, *report) +
           text_of(write_answers_jsonl, *report);
  }

  RunSetting setting;
  std::unique_ptr<Means> means;
};

TEST(Resume, P03_GivesTheSameBytesWhereverTheStoreDied) {
  SampleWorld undisturbed;
  MemoryRunStore whole;
  const std::string expected = Invocation(undisturbed, whole).results();
  const std::size_t calls = undisturbed.network.requests().size();
  ASSERT_EQ(calls, 12U);

  for (int writes = 0; writes <= 2 * static_cast<int>(calls); ++writes) {
    SCOPED_TRACE(writes);
    MemoryRunStore disk;
    SampleWorld first;
    {
      FailingRunStore failing(disk, writes);
      Invocation(first, failing).run();
    }
    const auto attempts = disk.attempts();
    const auto accepted_before = static_cast<std::size_t>(
        std::count_if(attempts.begin(), attempts.end(),
                      [](const auto& attempt) { return attempt.end && attempt.end->accepted; }));

    SampleWorld second;
    EXPECT_EQ(Invocation(second, disk).results(), expected);
    EXPECT_EQ(second.network.requests().size(), calls - accepted_before)
        << "only what was not stored is asked";
  }
}

TEST(Resume, AsksNobodyWhenEverythingIsThere) {
  SampleWorld first;
  MemoryRunStore store;
  const std::string expected = Invocation(first, store).results();

  SampleWorld second;
  Invocation again(second, store);
  EXPECT_EQ(again.results(), expected);
  EXPECT_EQ(second.network.requests().size(), 0U);
  EXPECT_EQ(again.means->remembered(), 12);
}

TEST(Resume, AsksNobodyAgainForASlashBehindTheUrl) {
  SampleWorld first;
  MemoryRunStore store;
  const std::string expected = Invocation(first, store).results();

  SampleWorld second;
  const std::string url = "http://127.0.0.1:9/v1";
  std::string& file = second.files.files["run.yaml"];
  file.insert(file.find(url) + url.size(), "/");
  EXPECT_EQ(Invocation(second, store).results(), expected);
  EXPECT_EQ(second.network.requests().size(), 0U);
}

/// Keys told base URLs with a slash at their end from those without, once.
TEST(RememberingModel, FindsWhatWasAskedForWithASlashBehindTheUrl) {
  MemoryRunStore store;
  ChatRequest request{
      .endpoint = "http://127.0.0.1:9/v1/", .model = "m", .messages = {}, .occasion = "o"};
  const auto failed = store.begin({.key = key_of(request)});
  ASSERT_TRUE(failed);
  ASSERT_TRUE(store.end(
      *failed, {.http_status = 400, .error = Error{.kind = ErrorKind::filtered, .what = "no"}}));

  ChatRequest without = request;
  without.endpoint.pop_back();
  RememberingModel offline(store, nullptr);
  EXPECT_EQ(offline.reply_to(without).error().kind, ErrorKind::filtered);

  const auto replied = store.begin({.key = key_of(request)});
  ASSERT_TRUE(replied);
  const std::string body =
      R"({"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": "yes"}}]})";
  ASSERT_TRUE(store.end(*replied, {.http_status = 200, .raw_body = body, .accepted = true}));
  const auto reply = offline.reply_to(without);
  ASSERT_TRUE(reply) << to_text(reply.error());
  EXPECT_EQ(reply->text, "yes");
}

/// Candidates answer; the judge only thinks.
Result<HttpResponse> serve_a_silent_judge(const HttpRequest& request) {
  if (request.body.find("judge-model") == std::string::npos) return serve(request);
  return http_reply(200, R"({"choices": [{"message": {"content": "", "reasoning": "[[A]]"},)"
                         R"( "finish_reason": "stop"}],)"
                         R"( "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

TEST(Resume, AsksNoJudgeAgainWhoSaidNothing) {
  SampleWorld first;
  const auto store = std::make_shared<MemoryRunStore>();
  {
    Invocation invocation(first, *store);
    first.network.answer = serve_a_silent_judge;
    invocation.run();
  }
  SampleWorld second;
  const Findings findings = Invocation(second, *store).run();

  EXPECT_EQ(second.network.requests().size(), 0U);
  ASSERT_EQ(findings.verdicts.size(), 6U);
  for (const Verdict& verdict : findings.verdicts) {
    EXPECT_FALSE(verdict.failure);
    ASSERT_TRUE(verdict.ruling && std::holds_alternative<Unreadable>(*verdict.ruling));
    EXPECT_EQ(std::get<Unreadable>(*verdict.ruling).reason, "the judge said nothing");
    EXPECT_EQ(verdict.usage.output_tokens, 3) << "it is paid for";
    const auto said = StoredWords(store).said_in(verdict.attempt);
    ASSERT_TRUE(said) << "where its words are put away, they are found again";
    EXPECT_EQ(said->reasoning, "[[A]]");
  }
}

/// Every answer is empty, and was paid for.
Result<HttpResponse> serve_nothing(const HttpRequest&) {
  return http_reply(200, R"({"choices": [{"message": {"content": ""}, "finish_reason": "length"}],)"
                         R"( "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

TEST(Resume, C09_CountsWhatFailedAnswersUsedOfflineAsWell) {
  SampleWorld first;
  MemoryRunStore store;
  Invocation invocation(first, store);
  first.network.answer = serve_nothing;
  const auto told = tally(invocation.setting, invocation.run(), "test");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->rows[0].answering.calls, 2) << "an answer ends with its first empty turn";
  EXPECT_EQ(told->rows[0].answering.output_tokens, 6);

  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", 4);
  RememberingModel offline(store, nullptr);
  const RunModels models{.by_endpoint = {{"local", &offline}}};
  Evaluation evaluation(invocation.setting, models, lanes, progress);
  evaluation.start();
  const auto again = tally(invocation.setting, evaluation.finish(), "test");
  ASSERT_TRUE(again);
  EXPECT_EQ(leaderboard_json(*again), leaderboard_json(*told));
}

TEST(RememberingModel, SaysOfflineWhyThereIsNoReply) {
  MemoryRunStore store;
  RememberingModel offline(store, nullptr);
  const ChatRequest request{.endpoint = "e", .model = "m", .messages = {}, .occasion = "o"};
  const auto never = offline.reply_to(request);
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().kind, ErrorKind::not_stored);

  const auto id = store.begin({.key = key_of(request)});
  ASSERT_TRUE(id);
  ASSERT_TRUE(store.end(
      *id, {.http_status = 400, .error = Error{.kind = ErrorKind::filtered, .what = "no"}}));
  const auto failed = offline.reply_to(request);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::filtered);
}

}  // namespace
}  // namespace evenhand
