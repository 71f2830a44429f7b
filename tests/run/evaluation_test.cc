#include "run/evaluation.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/scripted_model.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// Answers with its own name and the number of messages it saw; judges for whoever sits first.
Result<ChatReply> play(const ChatRequest& request) {
  if (request.model == "judge-model") return ChatReply{.text = "The first is better.\n\n[[A]]"};
  return ChatReply{.text = request.model + " saw " + std::to_string(request.messages.size()) +
                           " messages about " + request.messages.back().text};
}

struct Outcome {
  Findings findings;
  std::optional<Error> stopped_by;
  std::optional<Error> refused_by;
};

Outcome evaluate(const RunSetting& setting, ChatModel& model, int threads = 4,
                 std::atomic<bool>* asks_nobody = nullptr) {
  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", threads);
  const RunModels models = {{{"local", &model}}, asks_nobody};
  Evaluation evaluation(setting, models, lanes, progress);
  evaluation.start();
  Outcome outcome{.findings = evaluation.finish(), .stopped_by = {}, .refused_by = {}};
  outcome.stopped_by = evaluation.stopped_by();
  outcome.refused_by = evaluation.refused_by();
  return outcome;
}

class EvaluationTest : public testing::Test {
 protected:
  SampleWorld sample;
};

TEST_F(EvaluationTest, AsksEveryTurnAndPlaysEveryGame) {
  const RunSetting setting = sample.setting();
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  ASSERT_EQ(findings.answers.size(), 4U);  // two questions each of the candidate and the baseline
  EXPECT_EQ(findings.answers[0].model.text, "ours");
  EXPECT_EQ(findings.answers[2].model.text, "base");
  EXPECT_EQ(findings.verdicts.size(), 6U);  // three turns, from both seats
  EXPECT_EQ(model.requests().size(), 12U);
  for (const Verdict& verdict : findings.verdicts) {
    ASSERT_TRUE(verdict.ruling);
    const double share = std::get<Preference>(*verdict.ruling).candidate_share;
    EXPECT_EQ(share, verdict.game.seating == Seating::candidate_first ? 1.0 : 0.0);
  }
}

TEST_F(EvaluationTest, ShowsASecondTurnTheModelsOwnFirst) {
  const RunSetting setting = sample.setting();
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answers[0].turns[0].text, "our-model saw 1 messages about 2 + 2?");
  EXPECT_EQ(findings.answers[0].turns[1].text, "our-model saw 3 messages about Doubled?");
}

TEST_F(EvaluationTest, KeepsItsOrderWhateverTheOrderOfReplies) {
  const RunSetting setting = sample.setting();
  FunctionModel model(play);
  const Findings one = evaluate(setting, model, 1).findings;
  const Findings many = evaluate(setting, model, 8).findings;
  ASSERT_EQ(one.verdicts.size(), many.verdicts.size());
  for (std::size_t v = 0; v < one.verdicts.size(); ++v) {
    EXPECT_EQ(one.verdicts[v].game.question, many.verdicts[v].game.question);
    EXPECT_EQ(one.verdicts[v].game.turn, many.verdicts[v].game.turn);
    EXPECT_EQ(one.verdicts[v].game.seating, many.verdicts[v].game.seating);
  }
}

TEST_F(EvaluationTest, PlaysNoGameForAnAnswerThatFailed) {
  const RunSetting setting = sample.setting();
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    if (request.model == "our-model" && request.messages.back().text == "Doubled?") {
      return Error{.kind = ErrorKind::context_too_long, .what = "too long"};
    }
    return play(request);
  });

  const Findings findings = evaluate(setting, model).findings;

  ASSERT_TRUE(findings.answers[0].failure);
  EXPECT_EQ(findings.answers[0].failure->kind, ErrorKind::context_too_long);
  EXPECT_EQ(findings.answers[0].turns.size(), 1U) << "what was answered is kept";
  EXPECT_EQ(findings.verdicts.size(), 2U) << "of the other question";
}

TEST_F(EvaluationTest, GoesOnWithWhatIsStoredWhenTheBudgetIsReached) {
  const RunSetting setting = sample.setting();
  std::atomic<int> calls = 0;
  std::atomic<bool> asks_nobody = false;
  FunctionModel model([&](const ChatRequest& request) -> Result<ChatReply> {
    if (request.model == "base-model") return play(request);  // all of it is stored
    if (asks_nobody) return Error{.kind = ErrorKind::not_stored, .what = "not asked yet"};
    ++calls;
    return Error{.kind = ErrorKind::over_budget, .what = "no room"};
  });

  const Outcome outcome = evaluate(setting, model, 1, &asks_nobody);

  ASSERT_TRUE(outcome.stopped_by);
  EXPECT_EQ(outcome.stopped_by->kind, ErrorKind::over_budget);
  EXPECT_EQ(calls, 1) << "nobody is asked any more";
  for (const Answer& answer : outcome.findings.answers) {
    const bool ours = answer.model.text == "ours";
    ASSERT_EQ(answer.failure.has_value(), ours);
    if (ours) {
      EXPECT_EQ(answer.failure->reason, "not asked yet") << "as it would be offline";
    }
  }
}

TEST_F(EvaluationTest, TellsOfARefusalAndGoesOnElsewhere) {
  const RunSetting setting = sample.setting();
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    if (request.model == "judge-model") {
      return Error{.kind = ErrorKind::endpoint_refused, .what = "no such model"};
    }
    return play(request);
  });

  const Outcome outcome = evaluate(setting, model);

  ASSERT_TRUE(outcome.refused_by);
  EXPECT_FALSE(outcome.stopped_by);
  EXPECT_FALSE(outcome.findings.answers[0].failure);
  for (const Verdict& verdict : outcome.findings.verdicts) {
    ASSERT_TRUE(verdict.failure);
    EXPECT_TRUE(is_missing(*verdict.failure));
    EXPECT_FALSE(verdict.ruling);
  }
}

TEST_F(EvaluationTest, TakesEqualAnswersForATieWithoutAsking) {
  const RunSetting setting = sample.setting();
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    if (request.model == "judge-model") return play(request);
    return ChatReply{.text = "the same"};
  });

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(model.requests().size(), 6U) << "no judge was asked";
  for (const Verdict& verdict : findings.verdicts) {
    EXPECT_TRUE(verdict.by_rule);
    EXPECT_EQ(std::get<Preference>(*verdict.ruling).candidate_share, 0.5);
  }
}

TEST_F(EvaluationTest, JudgesAnswersThatExistAlready) {
  sample.files.files["ours.jsonl"] =
      "{\"id\": \"q1\", \"turns\": [\"4\", \"8\"]}\n{\"id\": \"q2\", \"answer\": \"Hi\"}\n";
  const RunSetting setting = sample.setting({"candidates=[{name: ours, answers: ours.jsonl}]"});
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answers[0].turns[1].text, "8");
  EXPECT_EQ(findings.verdicts.size(), 6U);
  EXPECT_EQ(model.requests().size(), 9U) << "three turns of the baseline and six games";
}

TEST_F(EvaluationTest, GradesAloneAndAsksEveryJudgeAsOftenAsTold) {
  const RunSetting setting =
      sample.setting({"protocol=graded", "repeats=2",
                      "judges=[{name: j1, model: judge-model}, {name: j2, model: judge-model}]"});
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    if (request.model == "judge-model") return ChatReply{.text = "Fine.\n\nRating: [[7]]"};
    return play(request);
  });

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answers.size(), 2U) << "no baseline is asked";
  EXPECT_EQ(findings.verdicts.size(), 12U) << "three turns, two judges, two repeats";
  EXPECT_EQ(std::get<Grade>(*findings.verdicts[0].ruling).points, 7.0);
}

TEST_F(EvaluationTest, LetsCandidatesMeetEachOther) {
  const RunSetting setting =
      sample.setting({"candidates=[{name: a, model: a}, {name: b, model: b}, {name: c, model: c}]",
                      "opponents=all"});
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answers.size(), 6U) << "no baseline is asked";
  ASSERT_EQ(findings.verdicts.size(), 18U) << "three pairs, three turns, two seats";
  EXPECT_EQ(findings.verdicts[0].game.candidate.text, "a");
  EXPECT_EQ(findings.verdicts[0].game.baseline->text, "b");
  EXPECT_EQ(findings.verdicts[17].game.candidate.text, "b");
  EXPECT_EQ(findings.verdicts[17].game.baseline->text, "c");
  std::set<std::string> occasions;
  for (const ChatRequest& request : model.requests()) occasions.insert(request.occasion);
  EXPECT_EQ(occasions.size(), model.requests().size()) << "no two games are one to the store";
}

TEST_F(EvaluationTest, C22_AsksForAsManySamplesAsTold) {
  const RunSetting setting = sample.setting({"samples=2"});
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answers.size(), 4U);
  ASSERT_EQ(findings.further_samples.size(), 1U);
  EXPECT_EQ(findings.further_samples[0].size(), 4U);
  EXPECT_EQ(findings.answer(1, 1).sample, 1);
  EXPECT_EQ(findings.answer(1, 1).question.text, "q2");
  EXPECT_EQ(findings.verdicts.size(), 12U) << "each sample meets the baseline's of its number";
  EXPECT_EQ(model.requests().size(), 24U);
}

TEST_F(EvaluationTest, JudgesTheFurtherChoicesOfAFile) {
  sample.files.files["ours.jsonl"] =
      R"({"question_id": "q1", "model_id": "m", "choices": [{"turns": ["4", "8"]}, {"turns": ["5", "10"]}]})"
      "\n"
      R"({"question_id": "q2", "model_id": "m", "choices": [{"turns": ["Hi"]}]})"
      "\n";
  sample.files.files["base.jsonl"] =
      "{\"id\": \"q1\", \"turns\": [\"four\", \"eight\"]}\n{\"id\": \"q2\", \"answer\": "
      "\"Hello\"}\n";
  const RunSetting setting =
      sample.setting({"candidates=[{name: ours, answers: ours.jsonl}]",
                      "baseline={name: base, answers: base.jsonl}", "samples=2"});
  FunctionModel model(play);

  const Findings findings = evaluate(setting, model).findings;

  EXPECT_EQ(findings.answer(0, 1).turns[0].text, "5");
  EXPECT_TRUE(findings.answer(1, 1).failure) << "q2 has one choice only";
  EXPECT_EQ(findings.verdicts.size(), 10U) << "q1: two samples, two turns; q2: one; both seats";
  EXPECT_EQ(model.requests().size(), 10U);
}

}  // namespace
}  // namespace evenhand
