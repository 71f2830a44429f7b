#include "run/results_place.h"

#include <gtest/gtest.h>

#include "run/results.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// A folder with the results of the run 'nightly'.
class CheckOwner : public testing::Test {
 protected:
  void SetUp() override {
    const ReportData report{.run = "nightly",
                            .rows = {{.model = {"ours"}, .rank = 1}},
                            .questions = {{.id = {"q1"}, .turns = {{.user = "2 + 2?"}}}}};
    ASSERT_TRUE(write_results(sample.files, "results/nightly", report, "name: nightly\n"));
  }

  std::string message(const std::string& name, const std::string& out = "results/nightly") {
    const auto owner =
        check_owner({.run_file = "run.yaml", .out = out, .other_results = other_results},
                    {.path = "run.yaml", .folder = ".", .name = name}, sample.world());
    return owner ? "ours" : to_text(owner.error());
  }

  SampleWorld sample;
  OtherResults other_results = OtherResults::kept;
};

TEST_F(CheckOwner, K05_KeepsTheResultsOfAnotherRun) {
  constexpr const char* kRefused =
      "results/nightly has the results of the run 'nightly', this one is 'other'\n"
      "  hint: choose another --out, or replace them with --overwrite";
  EXPECT_EQ(message("other"), kRefused);
  sample.files.files["results/nightly/leaderboard.json"] = "torn";
  EXPECT_EQ(message("other"), kRefused) << "run.resolved.yaml says it too";
}

TEST_F(CheckOwner, K05_TellsRunsApartWhoseFoldersAreCalledTheSame) {
  sample.files.files["results/a_b/run.resolved.yaml"] = "name: a b\n";
  EXPECT_EQ(message("a b", ""), "ours");
  EXPECT_EQ(message("a/b", ""),
            "results/a_b has the results of the run 'a b', this one is 'a/b'\n"
            "  hint: choose another --out, or replace them with --overwrite");
}

TEST_F(CheckOwner, LetsARunReplaceItsOwnResults) {
  EXPECT_EQ(message("nightly"), "ours");
  EXPECT_EQ(message("other", "results/other"), "ours") << "nobody's";
  sample.files.files["results/other/leaderboard.csv"] = "of a run that was killed meanwhile";
  EXPECT_EQ(message("other", "results/other"), "ours");
}

TEST_F(CheckOwner, ReplacesThoseOfAnotherWhereItIsTold) {
  other_results = OtherResults::overwritten;
  EXPECT_EQ(message("other"), "ours");
}

}  // namespace
}  // namespace evenhand
