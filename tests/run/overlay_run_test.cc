#include <gtest/gtest.h>

#include "report/html_report.h"
#include "report/leaderboard_csv.h"
#include "report/leaderboard_json.h"
#include "report/leaderboard_table.h"
#include "run/evaluation.h"
#include "run/tally.h"
#include "tests/fakes/scripted_model.h"
#include "tests/report/text_of.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

TEST(OverlayOfARun, IsPartOfTheSuiteAndIsTold) {
  SampleWorld sample;
  const Suite whole = sample.setting().suite;
  sample.files.files["o.yaml"] = "exclude: {\"" + whole.questions[0].id.text + "\": a fragment}\n";
  const RunSetting both = sample.setting({"overlay=o.yaml"});
  EXPECT_EQ(both.suite.questions.size(), whole.questions.size());
  EXPECT_EQ(both.suite.digest, whole.digest) << "its numbers are those of the whole suite";
  EXPECT_EQ(both.remarks.front(), "an overlay excludes 1 question and repairs 0 (o.yaml)");

  const RunSetting cut = sample.setting({"overlay=o.yaml", "excluded=left_out"});
  EXPECT_EQ(cut.suite.questions.size() + 1, whole.questions.size());
  EXPECT_NE(cut.suite.digest, whole.digest);
  ASSERT_EQ(cut.remarks.size(), 2U);
  EXPECT_EQ(cut.remarks.back(), "1 question left out");
}

/// Answers "right" only to the sound questions.
ReportData report_of(SampleWorld& sample, const std::vector<std::string>& overrides) {
  const RunSetting setting = sample.setting(overrides);
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    const bool sound = request.messages.back().text.find("sound") != std::string::npos;
    return ChatReply{.text = sound ? "Answer: B" : "Answer: A"};
  });
  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", 2);
  const RunModels models = {{{"local", &model}}};
  Evaluation evaluation(setting, models, lanes, progress);
  evaluation.start();
  auto report = tally(setting, evaluation.finish(), "1");
  EXPECT_TRUE(report);
  return *std::move(report);
}

class OverlayScores : public testing::Test {
 protected:
  OverlayScores() {
    sample.files.files["run.yaml"] =
        "name: sample\nsuite: keyed\ncandidates: [{name: ours, model: m}]\n"
        "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\"}}\n";
    sample.files.files["suites/keyed/suite.yaml"] =
        "name: keyed\nversion: 1\nprotocol: multiple_choice\n";
    std::string& questions = sample.files.files["suites/keyed/questions.jsonl"];
    for (const char* id : {"sound 1", "sound 2", "sound 3", "broken"}) {
      questions += R"({"id": ")" + std::string(id) + R"(", "turns": [")" + id +
                   R"("], "references": ["B"], "options": ["x", "y"]})" + "\n";
    }
    sample.files.files["o.yaml"] = "exclude: {broken: no correct answer}\n";
  }

  SampleWorld sample;
};

TEST_F(OverlayScores, AreToldWithAndWithoutTheExcludedQuestions) {
  const ReportData data = report_of(sample, {"overlay=o.yaml"});
  EXPECT_DOUBLE_EQ(data.rows.at(0).grade.value().value, 75.0);
  EXPECT_DOUBLE_EQ(data.rows.at(0).audited.value().value, 100.0);
  ASSERT_EQ(data.excluded.size(), 1U);
  EXPECT_EQ(data.excluded[0].second, "no correct answer");
  const std::string json = leaderboard_json(data);
  EXPECT_NE(json.find("\"audited\": 100.0"), std::string::npos) << json;
  EXPECT_NE(json.find("\"why\": \"no correct answer\""), std::string::npos);
  EXPECT_NE(leaderboard_csv(data).find(",audited,audited_low,audited_high"), std::string::npos);
  const std::string table = leaderboard_table(data, {.width = 120});
  EXPECT_NE(table.find("audited: the same without the 1 question that an overlay excludes."),
            std::string::npos)
      << table;
  EXPECT_NE(text_of(write_html_report, data).find("<th scope=\"col\">audited</th>"),
            std::string::npos);
}

TEST_F(OverlayScores, AreAsTheyWereWithoutAnOverlay) {
  const ReportData data = report_of(sample, {});
  EXPECT_FALSE(data.rows.at(0).audited);
  EXPECT_EQ(leaderboard_json(data).find("audited"), std::string::npos);
  EXPECT_EQ(leaderboard_csv(data).find("audited"), std::string::npos);
}

TEST_F(OverlayScores, AreOfTheKeptQuestionsAloneWhereTheOthersAreLeftOut) {
  const ReportData data = report_of(sample, {"overlay=o.yaml", "excluded=left_out"});
  EXPECT_DOUBLE_EQ(data.rows.at(0).grade.value().value, 100.0);
  EXPECT_FALSE(data.rows.at(0).audited);
}

}  // namespace
}  // namespace evenhand
