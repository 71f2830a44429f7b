// Runs whose suite brings the key: no judge is asked.
#include <gtest/gtest.h>

#include "run/evaluation.h"
#include "run/tally.h"
#include "tests/fakes/scripted_model.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

constexpr const char* kRun =
    "name: sample\nsuite: keyed\ncandidates: [{name: ours, model: m}]\n"
    "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\"}}\n";

class ByKeyRunTest : public testing::Test {
 protected:
  void SetUp() override { sample.files.files["run.yaml"] = kRun; }

  void suite(const std::string& protocol, const std::string& questions) {
    sample.files.files["suites/keyed/suite.yaml"] =
        "name: keyed\nversion: 1\nprotocol: " + protocol + "\n";
    sample.files.files["suites/keyed/questions.jsonl"] = questions;
  }

  ReportData report(const FunctionModel::Speak& speak) {
    const RunSetting setting = sample.setting();
    FunctionModel model(speak);
    Progress progress;
    Lanes lanes;
    lanes.add_lane("local", 2);
    const RunModels models = {{{"local", &model}}};
    Evaluation evaluation(setting, models, lanes, progress);
    evaluation.start();
    auto report = tally(setting, evaluation.finish(), "1");
    EXPECT_TRUE(report);
    requests = model.requests();
    return *std::move(report);
  }

  SampleWorld sample;
  std::vector<ChatRequest> requests;
};

TEST_F(ByKeyRunTest, GivesAccuracyAndCountsRepliesThatChooseNothing) {
  const std::string rest = R"("references": ["B"], "options": ["x", "y"]})";
  suite("multiple_choice", R"({"id": "1", "turns": ["right"], )" + rest + "\n" +
                               R"({"id": "2", "turns": ["wrong"], )" + rest + "\n" +
                               R"({"id": "3", "turns": ["neither"], )" + rest + "\n");
  const ReportData data = report([](const ChatRequest& request) -> Result<ChatReply> {
    const std::string& asked = request.messages.back().text;
    return ChatReply{.text = asked == "right" ? "Answer: B" : asked == "wrong" ? "A" : "Hm."};
  });
  const CandidateRow& row = data.rows.at(0);
  EXPECT_DOUBLE_EQ(row.grade.value().value, 50.0);
  EXPECT_DOUBLE_EQ(row.grade_out_of, 100.0);
  EXPECT_EQ(row.coverage.judged, 2U);
  EXPECT_EQ(row.coverage.unreadable, 1U);
  EXPECT_EQ(requests.size(), 3U) << "answers only";
}

TEST_F(ByKeyRunTest, NamesMicroAndMacroMeansAndTheInvalidRateBesideThem) {
  const std::string rest = R"("references": ["B"], "options": ["x", "y"]})";
  std::string questions;
  for (const auto& [subject, words] :
       {std::pair("anatomy", "right"), std::pair("anatomy", "wrong"), std::pair("anatomy", "none"),
        std::pair("astronomy", "right")}) {
    questions += R"({"id": ")" + std::string(subject) + words + R"(", "category": ")" + subject +
                 R"(", "turns": [")" + words + R"("], )" + rest + "\n";
  }
  suite("multiple_choice", questions);
  const ReportData data = report([](const ChatRequest& request) -> Result<ChatReply> {
    const std::string& asked = request.messages.back().text;
    return ChatReply{.text = asked == "right" ? "Answer: B" : asked == "wrong" ? "A" : "Hm."};
  });
  const ChoiceColumns& choices = data.rows.at(0).choices.value();
  EXPECT_NEAR(data.rows.at(0).grade.value().value, 200.0 / 3.0, 1e-9) << "of what can be read";
  EXPECT_DOUBLE_EQ(choices.means.micro, 0.5) << "as published: what cannot be read is wrong";
  EXPECT_DOUBLE_EQ(choices.means.macro_subjects, (1.0 / 3.0 + 1.0) / 2.0);
  EXPECT_DOUBLE_EQ(choices.means.macro_categories.value(), (1.0 / 3.0 + 1.0) / 2.0);
  EXPECT_DOUBLE_EQ(choices.invalid_rate, 0.25);
  EXPECT_DOUBLE_EQ(choices.chance, 0.5);
  EXPECT_EQ(data.warnings.at(0), "guessing scores 50.0 %");
  EXPECT_TRUE(choices.means.macro_categories_interval);
}

TEST_F(ByKeyRunTest, ReadsLettersByThePresetThatTheRunNames) {
  suite("multiple_choice",
        R"({"id": "1", "turns": ["?"], "references": ["A"], "options": ["x", "y"]})");
  const auto speak = [](const ChatRequest&) -> Result<ChatReply> {
    return ChatReply{.text = "Answer: B"};
  };
  EXPECT_DOUBLE_EQ(report(speak).rows.at(0).grade.value().value, 0.0);
  sample.files.files["run.yaml"] = std::string(kRun) + "extract: lm_eval_redux\n";
  const ReportData data = report(speak);
  EXPECT_DOUBLE_EQ(data.rows.at(0).grade.value().value, 100.0) << "the A of 'Answer'";
  EXPECT_EQ(data.settings.at(2), std::pair(std::string("extract"), std::string("lm_eval_redux")));
}

TEST_F(ByKeyRunTest, RefusesAnExtractionThatItDoesNotKnowOrHasNoUseFor) {
  sample.files.files["run.yaml"] = std::string(kRun) + "extract: lm_eval_strikt\n";
  const auto file = read_run_file(sample.files, "run.yaml", {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().what, "unknown 'extract' 'lm_eval_strikt'");
  EXPECT_EQ(file.error().hint, "did you mean 'lm_eval_strict'?");

  suite("eq_bench", R"({"id": "1", "turns": ["?"], "references": ["A: 1\nB: 2\nC: 3\nD: 4"]})");
  sample.files.files["run.yaml"] = std::string(kRun) + "extract: auto\n";
  const auto setting = load_setting(*read_run_file(sample.files, "run.yaml", {}), sample.world());
  ASSERT_FALSE(setting);
  EXPECT_EQ(setting.error().what,
            "'extract' is for the protocol 'multiple_choice', this run's is 'eq_bench'");
}

TEST_F(ByKeyRunTest, AsksEqBenchAgainAtAHigherTemperatureWhereAnAnswerCannotBeRead) {
  suite(
      "eq_bench",
      R"({"id": "1", "temperature": 0.01, "turns": ["?"], "references": ["A: 1\nB: 2\nC: 3\nD: 4"]})");
  const ReportData data = report([](const ChatRequest& request) -> Result<ChatReply> {
    const bool second = request.sampling.temperature > 0.1;
    return ChatReply{.text = second ? "A: 1\nB: 2\nC: 3\nD: 4" : "I would rather not."};
  });
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_DOUBLE_EQ(requests.at(1).sampling.temperature, 0.01 + 0.15);
  EXPECT_EQ(requests.at(1).occasion, "answer/ours/1/turn 1/attempt 2");
  EXPECT_DOUBLE_EQ(data.rows.at(0).grade.value().value, 100.0);
  EXPECT_EQ(data.rows.at(0).answering.calls, 1);
}

/// What an answer used that could not be read, and then failed or was not asked for again.
TEST_F(ByKeyRunTest, C09_CountsTheAttemptsOfEqBenchThatNoAnswerCameOf) {
  suite(
      "eq_bench",
      R"({"id": "1", "temperature": 0.01, "turns": ["?"], "references": ["A: 1\nB: 2\nC: 3\nD: 4"]})");
  sample.files.files["prices.json"] =
      R"({"m": {"input_cost_per_token": 1, "output_cost_per_token": 0}})";
  sample.files.files["run.yaml"] = std::string(kRun) + "prices: prices.json\n";
  struct Case {
    ErrorKind kind;
    FailedUse use;
    std::int64_t calls;
    std::int64_t unknown;
  };
  for (const Case& c : {Case{ErrorKind::rejected, {}, 2, 0}, Case{ErrorKind::not_stored, {}, 2, 0},
                        Case{ErrorKind::timed_out, {.may_be_paid_for = true}, 3, 1}}) {
    SCOPED_TRACE(name_of(c.kind));
    const ReportData data = report([&](const ChatRequest& request) -> Result<ChatReply> {
      if (request.sampling.temperature > 0.3)
        return Error{.kind = c.kind, .what = "", .use = c.use};
      return ChatReply{.text = "No.", .usage = {.input_tokens = 5, .output_tokens = 3}};
    });
    const Expense& expense = data.rows.at(0).answering;
    EXPECT_EQ(requests.size(), 3U);
    EXPECT_EQ(expense.calls, c.calls);
    EXPECT_EQ(expense.input_tokens, 10);
    EXPECT_EQ(expense.output_tokens, 6);
    EXPECT_EQ(expense.unknown_tokens, c.unknown);
    EXPECT_DOUBLE_EQ(expense.cost, 10.0);
    EXPECT_EQ(expense.unknown_cost, c.unknown);
  }
}

TEST_F(ByKeyRunTest, RefusesASuiteWithoutAKeyBeforeAnyCall) {
  suite("multiple_choice", R"({"id": "1", "turns": ["?"]})");
  auto file = read_run_file(sample.files, "run.yaml", {});
  ASSERT_TRUE(file);
  const auto setting = load_setting(*std::move(file), sample.world());
  ASSERT_FALSE(setting);
  EXPECT_EQ(setting.error().what,
            "question '1' does not suit the protocol 'multiple_choice': it has no 'options'");
}

TEST_F(ByKeyRunTest, NamesTheSuiteOfAProtocolThatDoesNotExist) {
  suite("multiple_chose", R"({"id": "1", "turns": ["?"]})");
  auto file = read_run_file(sample.files, "run.yaml", {});
  ASSERT_TRUE(file);
  const auto setting = load_setting(*std::move(file), sample.world());
  ASSERT_FALSE(setting);
  EXPECT_EQ(to_text(setting.error()),
            "suites/keyed/suite.yaml: unknown protocol 'multiple_chose'\n"
            "  hint: did you mean 'multiple_choice'?");
}

TEST_F(ByKeyRunTest, MissesJudgesOnlyWhereTheProtocolAsksThem) {
  auto file = read_run_file(sample.files, "run.yaml", {"suite=tiny", "protocol=graded"});
  ASSERT_TRUE(file);
  const auto setting = load_setting(*std::move(file), sample.world());
  ASSERT_FALSE(setting);
  EXPECT_EQ(setting.error().what, "the protocol 'graded' asks judges, and the run names none");
}

}  // namespace
}  // namespace evenhand
