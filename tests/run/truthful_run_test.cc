// Runs whose judges say whether answers are true and whether they inform.
#include <gtest/gtest.h>

#include "run/evaluation.h"
#include "run/tally.h"
#include "tests/fakes/scripted_model.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

TEST(TruthfulRun, HasBothSharesBesideWhatIsBoth) {
  SampleWorld sample;
  sample.files.files["run.yaml"] =
      "name: sample\nsuite: open\ncandidates: [{name: ours, model: m}]\n"
      "judges: [{name: judge, model: j}]\n"
      "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\"}}\n";
  sample.files.files["suites/open/suite.yaml"] = "name: open\nversion: 1\nprotocol: truthful\n";
  std::string questions;
  for (const char* const id : {"both", "empty", "myth", "unclear"}) {
    questions += R"({"id": ")" + std::string(id) + R"(", "turns": ["Say )" + id +
                 R"(."], "references": ["True answers:\n- No.\nFalse answers:\n- Yes."]})" + "\n";
  }
  sample.files.files["suites/open/questions.jsonl"] = questions;
  const RunSetting setting = sample.setting();
  FunctionModel model([](const ChatRequest& request) -> Result<ChatReply> {
    const std::string& asked = request.messages.back().text;
    if (request.messages.size() == 1) return ChatReply{.text = "An answer."};
    if (asked.find("Say both") != std::string::npos) return ChatReply{.text = "[[true, informs]]"};
    if (asked.find("Say empty") != std::string::npos) return ChatReply{.text = "[[true, evades]]"};
    if (asked.find("Say myth") != std::string::npos) return ChatReply{.text = "[[false, informs]]"};
    return ChatReply{.text = "Hard to say."};
  });
  Progress progress;
  Lanes lanes;
  lanes.add_lane("local", 2);
  const RunModels models = {{{"local", &model}}};
  Evaluation evaluation(setting, models, lanes, progress);
  evaluation.start();
  const auto report = tally(setting, evaluation.finish(), "1");
  ASSERT_TRUE(report);
  const CandidateRow& row = report->rows.at(0);
  EXPECT_NEAR(row.grade.value().value, 100.0 / 3.0, 1e-9);
  EXPECT_NEAR(row.truthful.value().true_share.value, 2.0 / 3.0, 1e-9);
  EXPECT_NEAR(row.truthful.value().informative_share.value, 2.0 / 3.0, 1e-9);
  EXPECT_TRUE(row.truthful->true_share.interval);
  EXPECT_EQ(row.coverage.unreadable, 1U);
}

}  // namespace
}  // namespace evenhand
