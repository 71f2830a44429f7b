#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

using DiffCommand = FinishedRuns;

TEST_F(DiffCommand, ComparesTwoFolders) {
  const Told told = tell({"diff", "old", "new"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("No difference shown, B minus A: 0.0"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("B gained 0 questions"), std::string::npos) << told.out;
  EXPECT_EQ(told.out.find("NOT COMPARABLE"), std::string::npos) << told.out;
}

TEST_F(DiffCommand, SaysFirstWhatForbidsTheComparison) {
  change("new/leaderboard.json", sample_pairwise_report().suite_digest.text, "0123456789abcdef");
  const Told told = tell({"diff", "old", "new"});
  EXPECT_EQ(told.code, ExitCode::success);
  EXPECT_TRUE(told.out.starts_with("NOT COMPARABLE")) << told.out;
  EXPECT_NE(told.out.find("! suite: "), std::string::npos) << told.out;
  EXPECT_NE(tell({"diff", "old", "new", "--json"}).out.find("\"comparable\": false"),
            std::string::npos);
}

TEST_F(DiffCommand, ComparesTwoCandidatesOfOneRun) {
  const std::string half = "organisation/half-of-a-very-long-name-checkpoint-1200";
  const Told told = tell({"diff", "--candidates", half, "ours", "old", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"difference\": 0.75"), std::string::npos) << told.out;
  EXPECT_EQ(tell({"diff", "old"}).err,
            "evenhand: 'diff' needs two results folders, or two candidates of one\n"
            "  hint: evenhand diff A B, or evenhand diff A --candidates X Y\n");
  EXPECT_EQ(tell({"diff", "old", "--candidates", half}).code, ExitCode::usage);
}

TEST_F(DiffCommand, WritesAPageWithWhatBothSaid) {
  const std::string half = "organisation/half-of-a-very-long-name-checkpoint-1200";
  const Told told = tell({"diff", "old", "--candidates", half, "ours", "--html", "out/diff.html"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(sample.files.files.at("out/diff.html").find("Four, since"), std::string::npos);
}

TEST_F(DiffCommand, NamesTheFileThatIsNoResult) {
  EXPECT_EQ(tell({"diff", "old", "nowhere"}).err,
            "evenhand: cannot read nowhere/leaderboard.json: No such file or directory\n"
            "  hint: a folder of results is what 'evenhand run' writes, by --out\n");
  EXPECT_EQ(tell({"diff", "old", "graded"}).code, ExitCode::usage);
  EXPECT_EQ(tell({"diff", "old", "new", "--bootstrap", "0"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace evenhand
