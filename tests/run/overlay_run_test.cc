#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

TEST(OverlayOfARun, IsPartOfTheSuiteAndIsTold) {
  SampleWorld sample;
  const Suite whole = sample.setting().suite;
  sample.files.files["o.yaml"] = "exclude: {\"" + whole.questions[0].id.text + "\": a fragment}\n";
  const RunSetting cut = sample.setting({"overlay=o.yaml"});
  EXPECT_EQ(cut.suite.questions.size() + 1, whole.questions.size());
  EXPECT_NE(cut.suite.digest, whole.digest);
  ASSERT_FALSE(cut.remarks.empty());
  EXPECT_EQ(cut.remarks.front(), "an overlay left out 1 questions and repaired 0 (o.yaml)");
}

}  // namespace
}  // namespace evenhand
