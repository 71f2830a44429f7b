#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

using ReportCommand = FinishedRuns;

TEST_F(ReportCommand, NeedsTheStore) {
  sample.files.files["kept/leaderboard.json"] = "as it was";
  const Told told = tell({"report", "run.yaml", "--store", "lost/store.db", "--out", "kept"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_EQ(told.err,
            "evenhand: there is no store at lost/store.db, and a report is made of the replies in "
            "it\n"
            "  hint: say where it is: --store PLACE\n");
  EXPECT_EQ(sample.files.files.at("kept/leaderboard.json"), "as it was");
}

/// Without one, a finished run would look as if nobody had ever been asked.
TEST_F(ReportCommand, RunOfflineNeedsTheStoreToo) {
  sample.files.files["kept/leaderboard.json"] = "as it was";
  const auto before = sample.files.files;
  const Told told =
      tell({"run", "run.yaml", "--offline", "--store", "lost/store.db", "--out", "kept"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_EQ(told.err,
            "evenhand: there is no store at lost/store.db, and nobody may be asked; nothing was "
            "written\n"
            "  hint: say where it is with --store PLACE; 'evenhand run' without --offline makes "
            "one\n");
  EXPECT_EQ(sample.files.files, before);
}

TEST_F(ReportCommand, RunOfflineSaysThatThereIsNoStore) {
  const Told told =
      tell({"run", "run.yaml", "--offline", "--store", "lost/store.db", "--out", "fresh"});
  EXPECT_EQ(told.code, ExitCode::incomplete);
  EXPECT_NE(told.out.find("there is no store at lost/store.db, and nobody may be asked"),
            std::string::npos)
      << told.out;
  EXPECT_TRUE(sample.files.files.contains("fresh/leaderboard.json"));
}

TEST_F(ReportCommand, RunOfflineNeedsNoStoreWhereNobodyIsEverAsked) {
  sample.files.files["suites/keyed/suite.yaml"] =
      "name: keyed\nversion: 1\nprotocol: multiple_choice\n";
  sample.files.files["suites/keyed/questions.jsonl"] =
      R"({"id": "1", "turns": ["x or y?"], "references": ["B"], "options": ["x", "y"]})"
      "\n";
  sample.files.files["answers.jsonl"] = R"({"id": "1", "answer": "Answer: B"})"
                                        "\n";
  sample.files.files["keyed.yaml"] =
      "name: keyed\nsuite: keyed\ncandidates: [{name: ours, answers: answers.jsonl}]\n";
  const Told told = tell({"run", "keyed.yaml", "--offline", "--out", "kept"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
}

TEST_F(ReportCommand, K05_OverwritesNoOtherRunUnasked) {
  sample.files.files["kept/run.resolved.yaml"] = "name: another\n";
  const std::vector<std::string> report = {"report",  "run.yaml", "--out", "kept",
                                           "--store", "s.db",     "--json"};
  const Told told = tell(report);
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_TRUE(
      told.err.starts_with("evenhand: kept has the results of the run 'another', this one "
                           "is "))
      << told.err;
  EXPECT_TRUE(told.err.ends_with("hint: choose another --out, or replace them with --overwrite\n"))
      << told.err;

  std::vector<std::string> overwriting = report;
  overwriting.push_back("--overwrite");
  EXPECT_TRUE(tell(overwriting).err.starts_with("evenhand: there is no store at s.db"));
}

TEST_F(ReportCommand, KnowsHowTextsAreShown) {
  EXPECT_EQ(tell({"report", "old", "--texts", "markdwon"}).err,
            "evenhand: unknown --texts 'markdwon'\n  hint: did you mean 'markdown'?\n");
}

TEST_F(ReportCommand, SaysWhatAFolderLacks) {
  sample.files.files.erase("old/run.resolved.yaml");
  EXPECT_EQ(tell({"report", "old"}).err,
            "evenhand: old has no run.resolved.yaml, which says how it was made\n"
            "  hint: name the run file instead: evenhand report RUN.yaml --out old\n");
  EXPECT_EQ(tell({"report", "absent.yaml", "--json"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace evenhand
