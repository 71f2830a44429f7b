#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

using LeaderboardCommand = FinishedRuns;

TEST_F(LeaderboardCommand, JoinsRunsAndWritesTheirTable) {
  const Told told = tell(
      {"leaderboard", "old", "graded", "--csv", "out/board.csv", "--markdown", "out/board.md"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("are not comparable: they differ in"), std::string::npos) << told.out;
  EXPECT_TRUE(sample.files.files.at("out/board.csv").starts_with("model,column,"));
  EXPECT_TRUE(sample.files.files.at("out/board.md").starts_with("| model |"));
}

TEST_F(LeaderboardCommand, TellsRunsOfOneModelApart) {
  const Told told = tell({"leaderboard", "old", "new", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"model\": \"ours (old)\""), std::string::npos) << told.out;
}

TEST_F(LeaderboardCommand, NamesWhatItCannotRead) {
  EXPECT_EQ(tell({"leaderboard"}).code, ExitCode::usage);
  EXPECT_EQ(tell({"leaderboard", "old", "nowhere"}).err,
            "evenhand: cannot read nowhere/leaderboard.json: No such file or directory\n"
            "  hint: a folder of results is what 'evenhand run' writes, by --out\n");
  EXPECT_EQ(tell({"leaderboard", "old", "--field", "win_rat"}).err,
            "evenhand: no run has the number 'win_rat'\n  hint: did you mean 'win_rate'?\n");
}

}  // namespace
}  // namespace evenhand
