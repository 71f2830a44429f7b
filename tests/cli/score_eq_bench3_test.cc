#include <nlohmann/json.hpp>

#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

class ScoreEqBench3 : public FinishedRuns {
 protected:
  ScoreEqBench3() {
    sample.files.files["runs.json"] =
        R"({"r": {"model_name": "ours", "scenario_tasks": {"1": {"3": {"rubric_scores":)"
        R"( {"demonstrated_empathy": 12, "warmth": 4}}, "4": {}}}}})";
    sample.files.files["elo.json"] =
        R"({"__metadata__": {"global_pairwise_comparisons": [)"
        R"({"scenario_id": "3", "pair": {"test_model": "ours", "neighbor_model": "base"},)"
        R"( "order": "A0493:test / A0488:other", "judge_response": {"overall_eq": "A0493+"}},)"
        R"({"scenario_id": "3", "pair": {"test_model": "ours", "neighbor_model": "base"},)"
        R"( "order": "A0493:other / A0488:test", "judge_response": {"overall_eq": "A0488+"}}]}})";
  }
};

TEST_F(ScoreEqBench3, PrintsRatingsAndRubricsInOneTable) {
  const Told told = tell({"score", "eq_bench3", "runs.json", "elo.json", "--anchor", "ours=1500",
                          "--anchor", "base=200", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success);
  EXPECT_EQ(told.err,
            "evenhand: 1 of 1 scored task without a mark for every criterion that counts\n");
  EXPECT_EQ(told.out,
            "model                                                  rating comparisons           "
            "rubric of 20     tasks\n"
            "ours                                                  1500.00           2           "
            "       12.00       1/2\n"
            "base                                                   200.00           2           "
            "           -       0/0\n"
            "\nIn brackets the 95 % interval, resampled by scenario.\n");
}

TEST_F(ScoreEqBench3, PrintsJson) {
  const Told told = tell({"score", "eq_bench3", "runs.json", "elo.json", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  const auto json = nlohmann::json::parse(told.out);
  EXPECT_EQ(json["format"], "eq_bench3");
  EXPECT_EQ(json["anchored"], false);
  EXPECT_EQ(json["warnings"][1],
            "ratings are raw: o3 and meta-llama/llama-3.2-1b-instruct are not both there");
  const auto& row = json["models"][0];
  EXPECT_EQ(row["model"], "ours");
  EXPECT_GT(row["rating"], 1200.0);
  EXPECT_TRUE(row["rating_interval"].is_null()) << "of one scenario there is none";
  EXPECT_EQ(row["upstream_interval"].size(), 2U);
  EXPECT_EQ(row["rubric"], 12.0);
  EXPECT_EQ(row["criteria"]["warmth"], 4.0);
  EXPECT_EQ(row["coverage"], nlohmann::json({{"expected", 2}, {"judged", 1}, {"unparsed", 1}}));
}

TEST_F(ScoreEqBench3, NamesWhatItCannotRead) {
  sample.files.files["bad.json"] = "{\n\"a\": 1}";
  struct {
    std::vector<std::string> arguments;
    const char* complaint;
  } const cases[] = {
      {{"bad.json"},
       "evenhand: bad.json:2: neither runs of EQ-Bench 3 nor its comparisons\n"
       "  hint: a run has 'scenario_tasks', comparisons are in '__metadata__'\n"},
      {{"nowhere.json"}, "evenhand: cannot read nowhere.json: No such file or directory\n"},
      {{"elo.json", "--anchor", "ours=1"},
       "evenhand: --anchor is given twice or not at all\n  hint: a scale is set by two models\n"},
      {{"elo.json", "--anchor", "ours", "--anchor", "base=2"},
       "evenhand: --anchor needs MODEL=RATING, found 'ours'\n"},
      {{"elo.json", "--anchor", "ours=1", "--anchor", "ours=2"},
       "evenhand: --anchor needs two models with two ratings, found 'ours=1' and 'ours=2'\n"},
      {{"elo.json", "--anchor", "ours=2", "--anchor", "base=2"},
       "evenhand: --anchor needs two models with two ratings, found 'ours=2' and 'base=2'\n"},
      {{"elo.json", "--window", "-1"}, "evenhand: --window should be 0 or more\n"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = {"score", "eq_bench3"};
    arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
    const Told told = tell(arguments);
    EXPECT_EQ(told.code, ExitCode::usage);
    EXPECT_EQ(told.err, c.complaint);
  }
}

TEST_F(ScoreEqBench3, HasHelpWithExamples) {
  const Told told = tell({"score", "eq_bench3", "--help"});
  EXPECT_EQ(told.code, ExitCode::success);
  EXPECT_NE(told.out.find("Examples:\n  evenhand score eq_bench3 "), std::string::npos) << told.out;
}

class ScoreCreativeWriting : public FinishedRuns {};

TEST_F(ScoreCreativeWriting, PrintsScoresAndJson) {
  sample.files.files["runs.json"] =
      R"({"r": {"test_model": "ours", "creative_tasks": {"1": {"7": {"results_by_modifier":)"
      R"( {"x": {"raw_judge_text": "Coherent: 18"}}}, "8": {}}}}})";
  const Told told = tell({"score", "creative_writing", "runs.json", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success);
  EXPECT_EQ(told.err, "");
  EXPECT_EQ(told.out,
            "model                                              score of 100      pieces\n"
            "ours                                                      90.00         1/2\n"
            "\nIn brackets the 95 % interval, resampled by prompt.\n");
  const auto json =
      nlohmann::json::parse(tell({"score", "creative_writing", "runs.json", "--json"}).out);
  EXPECT_EQ(json["format"], "creative_writing");
  EXPECT_EQ(json["models"][0]["score"], 90.0);
  EXPECT_TRUE(json["models"][0]["score_interval"].is_null());
  EXPECT_EQ(json["models"][0]["criteria"]["Coherent"], 18.0);
  EXPECT_EQ(json["models"][0]["coverage"],
            nlohmann::json({{"expected", 2}, {"judged", 1}, {"unparsed", 1}}));
}

TEST_F(ScoreCreativeWriting, NamesWhatItCannotReadAndHasHelp) {
  sample.files.files["bad.json"] = "{\n\"r\": {}}";
  const Told bad = tell({"score", "creative_writing", "bad.json"});
  EXPECT_EQ(bad.code, ExitCode::usage);
  EXPECT_EQ(bad.err,
            "evenhand: bad.json:2: no run of creative writing v3: it has no 'creative_tasks'\n");
  EXPECT_EQ(tell({"score", "creative_writing", "nowhere.json"}).err,
            "evenhand: cannot read nowhere.json: No such file or directory\n");
  EXPECT_NE(tell({"score", "creative_writing", "--help"})
                .out.find("Examples:\n  evenhand score creative_writing "),
            std::string::npos);
}

}  // namespace
}  // namespace evenhand
