#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

using GateCommand = FinishedRuns;

TEST_F(GateCommand, PassesWithZero) {
  const Told told = tell({"gate", "old", "--candidate", "ours", "--require", "win_rate > 60%",
                          "--require", "coverage.judged_share == 1"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.out,
            "old: run nightly, suite instruct\n"
            "  met     ours: win_rate > 60% (0.6667 and 0.6)\n"
            "  met     ours: coverage.judged_share == 1 (1 and 1)\n"
            "gate: met\n");
}

TEST_F(GateCommand, EndsWithFourWhereOneIsNotMet) {
  const Told told = tell({"gate", "old", "--candidate", "ours", "--require", "win_rate.low > 50%"});
  EXPECT_EQ(told.code, ExitCode::gate_not_met);
  EXPECT_NE(told.out.find("NOT MET ours: win_rate.low > 50% (0.3333 and 0.5)"), std::string::npos)
      << told.out;
}

TEST_F(GateCommand, EndsWithThreeWhereAnswersAreMissingAndWithFourWhereBothAre) {
  EXPECT_EQ(tell({"gate", "old", "--require", "win_rate > 0"}).code, ExitCode::incomplete);
  EXPECT_EQ(tell({"gate", "old", "--require", "win_rate > 0", "--allow-incomplete"}).code,
            ExitCode::success);
  EXPECT_EQ(tell({"gate", "old", "--require", "win_rate > 0.9"}).code, ExitCode::gate_not_met);
}

TEST_F(GateCommand, ComparesWithAnotherRun) {
  const Told told = tell({"gate", "new", "--candidate", "ours", "--against", "old", "--require",
                          "diff.high >= 0", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"against\": \"old\""), std::string::npos) << told.out;
}

TEST_F(GateCommand, WritesWhatContinuousIntegrationReads) {
  const Told told = tell({"gate", "old", "--require", "win_rate > 0.9", "--junit", "out/gate.xml",
                          "--markdown", "out/gate.md"});
  EXPECT_EQ(told.code, ExitCode::gate_not_met);
  EXPECT_NE(sample.files.files.at("out/gate.xml").find("<failure "), std::string::npos);
  EXPECT_TRUE(sample.files.files.at("out/gate.md").starts_with("### Gate: 2 of 2"));
}

TEST_F(GateCommand, AppendsToASummaryThatOthersBegan) {
  sample.files.files["summary.md"] = "## Build\nfine";
  tell({"gate", "old", "--require", "win_rate > 0.9", "--markdown", "summary.md"});
  EXPECT_TRUE(sample.files.files.at("summary.md").starts_with("## Build\nfine\n\n### Gate: 2 of 2"))
      << sample.files.files.at("summary.md");
}

TEST_F(GateCommand, RefusesBadRequirementsWithTwo) {
  const Told told = tell({"gate", "old", "--require", "win_rate = 1", "--json"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_NE(told.out.find("equality is written =="), std::string::npos) << told.out;
  EXPECT_EQ(tell({"gate", "old"}).code, ExitCode::usage);
  EXPECT_EQ(tell({"gate", "absent", "--require", "win_rate > 0"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace evenhand
