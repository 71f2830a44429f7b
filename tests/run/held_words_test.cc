#include "run/held_words.h"

#include <gtest/gtest.h>

#include "report/formats.h"
#include "report/transcripts.h"
#include "run/evaluation.h"
#include "run/stored_words.h"
#include "run/tally.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/fakes/recording_model.h"
#include "tests/report/text_of.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Answer answer_of(const std::string& text, AttemptId attempt) {
  return {.question = {"q1"}, .model = {"ours"}, .turns = {{.text = text, .attempt = attempt}}};
}

TEST(HeldWords, PutAwayWhatTheRoomDoesNotTakeAndKeepItsForm) {
  RecordingModel model([](const ChatRequest&) -> Result<ChatReply> { return ChatReply{}; });
  HeldWords held(&model, 10);
  Answer first = answer_of("short", 1);
  Answer second = answer_of("- größer\n- als das Zimmer", 2);
  Answer third = answer_of("five!", 3);
  for (Answer* answer : {&first, &second, &third}) held.settle(*answer);

  EXPECT_EQ(first.turns[0].text, "short");
  EXPECT_EQ(third.turns[0].text, "five!") << "what was refused takes no room";
  ASSERT_TRUE(second.turns[0].put_away);
  EXPECT_EQ(second.turns[0].text, "");
  EXPECT_EQ(length_of(second), 25U);
  EXPECT_TRUE(second.turns[0].put_away->has_list);
}

TEST(HeldWords, KeepWhatLiesNowhereElse) {
  RecordingModel model([](const ChatRequest&) -> Result<ChatReply> { return ChatReply{}; });
  Answer from_a_file = answer_of("long enough", 0);
  HeldWords(&model, 0).settle(from_a_file);
  EXPECT_EQ(from_a_file.turns[0].text, "long enough");

  Verdict verdict{.game = {}, .judgement = "[[A]]", .attempt = 5};
  HeldWords(nullptr, 0).settle(verdict);
  EXPECT_EQ(verdict.judgement, "[[A]]");
}

TEST(StoredWords, AreReadFromTheReplyOfTheirAttempt) {
  const auto store = std::make_shared<MemoryRunStore>();
  const auto id = store->begin({.key = {{"k"}}, .occasion = "answer"});
  ASSERT_TRUE(id);
  ASSERT_TRUE(store->end(
      *id, {.http_status = 200,
            .raw_body = R"({"choices": [{"finish_reason": "stop", "message": )"
                        R"({"content": "<think>hm</think>Yes.", "role": "assistant"}}]})",
            .accepted = true}));
  const auto said = StoredWords(store).said_in(*id);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->text, "Yes.");
  EXPECT_EQ(said->reasoning, "hm");
  EXPECT_FALSE(StoredWords(store).said_in(*id + 1));
}

/// What a run writes, all files together.
class WordsOfARun : public testing::Test {
 protected:
  std::string files_of(const RunSetting& setting, const FunctionModel::Speak& speak,
                       std::optional<std::size_t> room) {
    const auto model = std::make_shared<RecordingModel>(speak);
    Progress progress;
    Lanes lanes;
    lanes.add_lane("local", 3);
    const RunModels models = {{{"local", model.get()}}};
    KeptWords kept;
    if (room) kept = {.words = model, .room = *room};
    Evaluation evaluation(setting, models, lanes, progress, kept);
    evaluation.start();
    const auto report = tally(setting, evaluation.finish(), "1");
    EXPECT_TRUE(report);
    std::string all;
    for (const ReportFormat& format : report_formats()) all += text_of(format.write, *report);
    read_back = model->read_back();
    return all;
  }

  SampleWorld sample;
  int read_back = 0;
};

/// A judge that likes even lengths; its words mention another mark, which one grammar reads.
Result<ChatReply> speak(const ChatRequest& request) {
  const std::string& asked = request.messages.back().text;
  if (request.model != "judge-model") {
    return ChatReply{.text = "- an answer of " + request.model + " to " + asked,
                     .reasoning = "thinking"};
  }
  const std::string mark = asked.size() % 2 == 0 ? "A" : "B";
  return ChatReply{.text = "It says [[5]].\n\n[[" + mark + "]]", .reasoning = "judging"};
}

TEST_F(WordsOfARun, AreTheSameInEveryFileWhereverTheyLie) {
  const RunSetting setting = sample.setting({"samples=2", "repeats=2"});
  const std::string held = files_of(setting, speak, std::nullopt);
  EXPECT_EQ(read_back, 0);
  EXPECT_EQ(files_of(setting, speak, std::size_t{1} << 20), held);
  EXPECT_EQ(read_back, 0) << "small runs read nothing twice";
  EXPECT_EQ(files_of(setting, speak, 0), held);
  EXPECT_GT(read_back, 0);
  EXPECT_EQ(files_of(setting, speak, 200), held) << "some here, some there";
}

TEST_F(WordsOfARun, AreReadBackForWhatOnlyTheyTell) {
  sample.files.files["suites/tiny/suite.yaml"] = "name: tiny\nversion: 1\nprotocol: truthful\n";
  sample.files.files["suites/tiny/questions.jsonl"] =
      R"({"id": "q1", "turns": ["Why?"], "references": ["True answers:\n- No.\nFalse answers:\n- Yes."]})";
  const auto truthful = [](const ChatRequest& request) -> Result<ChatReply> {
    return ChatReply{.text = request.model == "judge-model" ? "[[true, evades]]" : "An answer."};
  };
  const RunSetting setting = sample.setting({"protocol=truthful", "baseline="});
  const std::string held = files_of(setting, truthful, std::nullopt);
  EXPECT_NE(held.find("\"true_share\": 1.0"), std::string::npos);
  EXPECT_EQ(files_of(setting, truthful, 0), held);
}

TEST_F(WordsOfARun, WhichCannotBeReadBackEndItAndAreNoEmptyAnswers) {
  const RunSetting setting = sample.setting();
  const auto model = std::make_shared<RecordingModel>(speak);
  model->fail_with({.kind = ErrorKind::io_failed, .what = "cannot read the store"});
  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", 1);
  const RunModels models = {{{"local", model.get()}}};
  Evaluation evaluation(setting, models, lanes, progress, {.words = model, .room = 0});
  evaluation.start();
  const Findings findings = evaluation.finish();
  ASSERT_TRUE(evaluation.stopped_by());
  EXPECT_EQ(evaluation.stopped_by()->what, "cannot read the store");
  for (const Verdict& verdict : findings.verdicts) EXPECT_TRUE(verdict.failure);

  const auto report = tally(setting, findings, "1");
  ASSERT_TRUE(report);
  EXPECT_EQ(text_of(write_answers_jsonl, *report), "cannot write: cannot read the store");
}

}  // namespace
}  // namespace evenhand
