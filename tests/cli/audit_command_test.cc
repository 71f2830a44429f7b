#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

class AuditCommand : public FinishedRuns {
 protected:
  AuditCommand() {
    sample.files.files["items.jsonl"] =
        R"({"id":"fine","question":"Which river is the longest of them?","choices":["Nile","Po"],"answer":0})"
        "\n"
        R"({"id":"broken","question":"Predatory pricing.","choices":["1, 2","1, 3","2, 3"],"answer":0})"
        "\n";
  }
};

TEST_F(AuditCommand, ShowsTheWorstQuestionFirst) {
  const Told told = tell({"audit", "items.jsonl"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_TRUE(told.out.starts_with("2 questions: 1 with errors, 0 with warnings\n")) << told.out;
  EXPECT_NE(told.out.find("broken: Predatory pricing.\n  item_list_options_without_list (error): "),
            std::string::npos)
      << told.out;
}

TEST_F(AuditCommand, PrintsFindingsAsJson) {
  const Told told = tell({"audit", "items.jsonl", "--json"});
  EXPECT_NE(told.out.find("\"questions\": 2"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("\"item_list_options_without_list\": 1"), std::string::npos);
  EXPECT_NE(told.out.find("\"question\": \"broken\""), std::string::npos);
}

TEST_F(AuditCommand, ShowsAQuestionOfSeveralLinesInOne) {
  sample.files.files["lines.jsonl"] =
      R"({"id":"torn","question":"\nPredatory\n\tpricing.","choices":["1, 2","1, 3","2, 3"],"answer":0})"
      "\n";
  const Told told = tell({"audit", "lines.jsonl"});
  EXPECT_NE(told.out.find("\ntorn: Predatory pricing.\n"), std::string::npos) << told.out;
}

TEST_F(AuditCommand, WritesAnOverlayAndNeverOverOne) {
  ASSERT_EQ(tell({"audit", "items.jsonl", "--overlay", "o.yaml", "--out", "a.md"}).code,
            ExitCode::success);
  EXPECT_EQ(sample.files.files.at("o.yaml"),
            "exclude:\n  \"broken\": \"item_list_options_without_list, fragment_stem\"\n");
  EXPECT_TRUE(sample.files.files.at("a.md").starts_with("# Audit of items.jsonl\n"));
  EXPECT_EQ(tell({"audit", "items.jsonl", "--overlay", "o.yaml"}).err,
            "evenhand: o.yaml exists already\n"
            "  hint: an overlay is edited by people and never overwritten\n");
}

TEST_F(AuditCommand, EndsWithFourWhereItIsStrict) {
  EXPECT_EQ(tell({"audit", "items.jsonl", "--strict"}).code, ExitCode::gate_not_met);
}

TEST_F(AuditCommand, WantsJudgesForWhatOnlyTheyCanDo) {
  EXPECT_EQ(tell({"audit", "items.jsonl", "--votes", "2"}).err,
            "evenhand: --votes needs judges\n  hint: name their run file: --judges RUN.yaml\n");
  EXPECT_EQ(tell({"audit", "items.jsonl", "--judges", "run.yaml", "--ask", "some"}).err,
            "evenhand: unknown --ask 'some'\n  hint: all, or flagged\n");
  EXPECT_EQ(tell({"audit", "items.jsonl", "--judges", "run.yaml", "--overlay-votes", "0.5"}).err,
            "evenhand: --overlay-votes needs an overlay\n  hint: --overlay FILE writes one\n");
}

TEST_F(AuditCommand, ShowsThatVotesAreMissingAndWritesNoOverlayByThem) {
  const Told told = tell({"audit", "items.jsonl", "--judges", "run.yaml", "--offline", "--ask",
                          "flagged", "--overlay", "o.yaml", "--overlay-votes", "0.5"});
  EXPECT_EQ(told.code, ExitCode::incomplete) << told.err;
  EXPECT_NE(told.out.find("Judges: 0 votes on 1 questions, 0 unreadable, 3 missing\n"),
            std::string::npos)
      << told.out;
  EXPECT_FALSE(sample.files.exists("o.yaml"));
  tell({"audit", "items.jsonl", "--judges", "run.yaml", "--offline", "--overlay", "o.yaml"});
  EXPECT_FALSE(sample.files.exists("o.yaml")) << "or the same command would refuse to go on";
}

TEST_F(AuditCommand, LetsNoMarkupIntoItsReport) {
  sample.files.files["evil.jsonl"] =
      R"({"id": "<img src=x>", "question": "[x](javascript:1) they.", "choices": ["a", "a"], "answer": 0})"
      "\n";
  tell({"audit", "evil.jsonl", "--out", "evil.md"});
  const std::string report = sample.files.files.at("evil.md");
  EXPECT_EQ(report.find("<img"), std::string::npos) << report;
  EXPECT_EQ(report.find("[x]("), std::string::npos) << report;
}

TEST_F(AuditCommand, AsksNobodyAboutQuestionsOfMoreOptionsThanLetters) {
  std::string options = "\"x\"";
  for (int i = 0; i < 30; ++i) options += ",\"o" + std::to_string(i) + "\"";
  sample.files.files["many.jsonl"] =
      R"({"id": "q", "question": "Which?", "choices": [)" + options + R"(], "answer": 0})" + "\n";
  const Told told =
      tell({"audit", "many.jsonl", "--judges", "run.yaml", "--offline", "--ask", "all"});
  EXPECT_NE(told.out.find("Judges: 0 votes on 0 questions"), std::string::npos) << told.out;
}

TEST_F(AuditCommand, NamesWhatItCannotRead) {
  EXPECT_EQ(tell({"audit"}).code, ExitCode::usage);
  EXPECT_EQ(tell({"audit", "nowhere.csv"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace evenhand
