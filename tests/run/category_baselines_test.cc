// Suites that compare each category with another model.
#include <gtest/gtest.h>

#include "base/text.h"
#include "run/evaluation.h"
#include "run/export_run.h"
#include "run/resolved.h"
#include "run/tally.h"
#include "tests/fakes/scripted_model.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class CategoryBaselines : public testing::Test {
 protected:
  CategoryBaselines() {
    sample.files.files["suites/tiny/suite.yaml"] =
        "name: tiny\nversion: 1\nprotocol: pairwise\ncategories:\n"
        "  math: {baseline: {name: reckoner, answers: r.jsonl}}\n"
        "  talk: {temperature: 0.5, baseline: {name: talker, answers: t.jsonl}}\n";
    sample.files.files["suites/tiny/r.jsonl"] = R"({"id": "q1", "turns": ["sum", "product"]})";
    sample.files.files["suites/tiny/t.jsonl"] = R"({"id": "q2", "answer": "Good day"})";
    const std::string baseline = "baseline: {name: base, model: base-model}\n";
    sample.files.files["run.yaml"] = replaced(sample.files.files["run.yaml"], baseline, "");
  }

  SampleWorld sample;
};

TEST_F(CategoryBaselines, AnswerTheirOwnQuestions) {
  const RunSetting setting = sample.setting();
  ASSERT_TRUE(setting.baseline);
  EXPECT_TRUE(setting.remarks.empty()) << joined(setting.remarks, "; ");
  EXPECT_EQ(setting.baseline->spec.name.text, "reckoner (math), talker (talk)");
  ASSERT_EQ(setting.baseline->answers.size(), 1U);
  const std::vector<Answer>& answers = setting.baseline->answers.front();
  EXPECT_EQ(answers[0].turns.back().text, "product");
  EXPECT_EQ(answers[1].turns.front().text, "Good day");
  EXPECT_EQ(answers[1].model, setting.baseline->spec.name);
  EXPECT_EQ(setting.suite.questions[1].temperature, 0.5);
}

TEST_F(CategoryBaselines, AreRemarkedOnWhereTheirQuestionsAreAsked) {
  sample.files.files["suites/tiny/questions.jsonl"] +=
      R"({"id": "q3", "category": "math", "turns": ["3 + 3?"]})";
  EXPECT_EQ(joined(sample.setting().remarks, "; "),
            "reckoner: 1 question has no answer in suites/tiny/r.jsonl (q3)");
  EXPECT_EQ(joined(sample.setting({"limit=2"}).remarks, "; "), "");
}

TEST_F(CategoryBaselines, AreComparedWithAndNamed) {
  const RunSetting setting = sample.setting();
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    const std::string& asked = request.messages.back().text;
    const bool is_judged =
        asked.find("Good day") != std::string::npos || asked.find("product") != std::string::npos;
    return ChatReply{.text = is_judged ? "[[A]]" : "mine"};
  });
  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", 2);
  const RunModels models = {{{"local", &model}}};
  Evaluation evaluation(setting, models, lanes, progress);
  evaluation.start();
  const auto report = tally(setting, evaluation.finish(), "1");
  ASSERT_TRUE(report) << to_text(report.error());
  EXPECT_EQ(report->baseline, ModelId{"reckoner (math), talker (talk)"});
  for (const Verdict& verdict : report->verdicts) EXPECT_TRUE(verdict.ruling);
  EXPECT_FALSE(report->verdicts.empty());
  const auto resolved = resolved_run_file(setting, "1");
  ASSERT_TRUE(resolved);
  EXPECT_NE(resolved->find("# baseline: those that the suite has for its categories"),
            std::string::npos);
}

TEST_F(CategoryBaselines, FallBackOnTheOneForAll) {
  std::string& sheet = sample.files.files["suites/tiny/suite.yaml"];
  sheet = replaced(sheet, ", baseline: {name: talker, answers: t.jsonl}", "");
  const RunSetting without = sample.setting();
  EXPECT_EQ(without.remarks.back(), "the suite has no baseline for 'talk'");
  EXPECT_TRUE(without.baseline->answers.front()[1].failure);
  sheet += "baseline: {name: anybody, answers: t.jsonl}\n";
  const RunSetting with = sample.setting();
  EXPECT_EQ(with.baseline->spec.name.text, "reckoner (math), anybody (talk)");
  EXPECT_FALSE(with.baseline->answers.front()[1].failure);
  EXPECT_NE(with.suite.digest, without.suite.digest);
}

TEST_F(CategoryBaselines, StandBackForThatOfTheRun) {
  sample.files.files["run.yaml"] += "baseline: {name: base, model: base-model}\n";
  const RunSetting setting = sample.setting();
  EXPECT_EQ(setting.baseline->spec.name.text, "base");
  EXPECT_TRUE(setting.baseline->answers.empty());
}

}  // namespace
}  // namespace evenhand
