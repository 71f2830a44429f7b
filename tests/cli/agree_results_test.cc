#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

using AgreeResults = FinishedRuns;

TEST_F(AgreeResults, HoldsTheJudgesOfTwoRunsAgainstEachOther) {
  ReportData other = sample_pairwise_report();
  other.judges = {{"claude"}};
  for (Verdict& verdict : other.verdicts) verdict.game.judge = {"claude"};
  // Claude loses the second question for ours, where the other judge has a torn pair: a tie.
  other.verdicts[4].ruling = Preference{.candidate_share = 0.0};
  put("claude", other);
  const Told told = tell({"agree", "old", "claude", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.err, "");
  EXPECT_EQ(told.out,
            "gpt and claude\n"
            "  agree                      0.75                   of 4 on 3 questions\n"
            "  agree, without ties        1.00                   of 3\n"
            "  Cohen's kappa              0.60                   \n"
            "all judges\n"
            "  Krippendorff's alpha       0.63                   of 4\n"
            "\nIn brackets the 95 % interval, resampled by question. -: cannot be computed.\n");
}

TEST_F(AgreeResults, HoldsJudgesAgainstPeople) {
  sample.files.files["people.csv"] =
      "question,candidate,baseline,preference\nq1,ours,base,ours\nq1,base,ours,ours\n"
      "q3,ours,base,base\nq9,ours,base,tie\n";
  const Told told = tell({"agree", "old", "--votes", "people.csv"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.err,
            "evenhand: people.csv: 1 of 4 votes are on questions that no run has; left out\n");
  EXPECT_NE(told.out.find("gpt and people\n  agree                      0.67 ["), std::string::npos)
      << told.out;
  EXPECT_NE(told.out.find("of 3 on 2 questions"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("people and people\n  agree                      1.00"),
            std::string::npos)
      << told.out;
}

TEST_F(AgreeResults, TellsOneJudgeInTwoRunsApart) {
  const Told told = tell({"agree", "old", "new", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"gpt (new)\""), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("\"share\": 1.0"), std::string::npos) << told.out;
  EXPECT_EQ(told.out.find("nan"), std::string::npos) << told.out;
}

TEST_F(AgreeResults, SaysWhatIsMissing) {
  EXPECT_EQ(tell({"agree", "old"}).err,
            "evenhand: only one judge\n"
            "  hint: name another run, or people's votes with --votes\n");
  EXPECT_EQ(tell({"agree", "old", "old"}).err, "evenhand: old is named twice\n");
  EXPECT_NE(tell({"agree", "old", "graded"}).err.find("graded"), std::string::npos);
  EXPECT_NE(tell({"agree", "nowhere/run"}).err.find("cannot read nowhere/run/leaderboard.json"),
            std::string::npos);
}

}  // namespace
}  // namespace evenhand
