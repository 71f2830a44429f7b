#include "run/score_eq_bench3.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "stats/margin_ratings.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// A judgement of `test` (A0493, or A0488 where `order` says so) against `other`.
std::string comparison(const std::string& models, const std::string& scenario,
                       const std::string& order, const std::string& verdicts) {
  const std::vector<std::string> names = split(models, ' ');
  return R"({"scenario_id": ")" + scenario + R"(", "pair": {"test_model": ")" + names[0] +
         R"(", "neighbor_model": ")" + names[1] + R"(", "iteration_index": "1"}, "order": ")" +
         order + R"(", "judge_response": {"chain_of_thought_reasoning": "A0493 +++++", )" +
         verdicts + "}}";
}

const std::string kFirst = "A0493:test / A0488:other";
const std::string kSecond = "A0493:other / A0488:test";

class ScoreEqBench3Test : public testing::Test {
 protected:
  Result<EqBench3Board> score(const std::vector<std::string>& paths) {
    EqBench3Scoring scoring{.results = paths, .resamples = 100};
    scoring.high_anchor.first = {"strong"};
    scoring.low_anchor.first = {"weak"};
    return score_eq_bench3(scoring, sample.world());
  }

  Result<EqBench3Board> score_comparisons(const std::vector<std::string>& comparisons) {
    sample.files.files["elo.json"] = R"({"__metadata__": {"global_pairwise_comparisons": [)" +
                                     joined(comparisons, ",\n") + R"(]}, "strong": {"elo": 1500}})";
    return score({"elo.json"});
  }

  std::string complaint(const std::string& contents) {
    sample.files.files["bad.json"] = contents;
    const auto board = score({"bad.json"});
    return board ? "none" : to_text(board.error());
  }

  SampleWorld sample;
};

TEST_F(ScoreEqBench3Test, TakesTheMeanOfTheCriteriaThatCountOverScenarios) {
  sample.files.files["runs.json"] = R"({"run_1": {"model_name": "ours", "scenario_tasks": {
    "1": {"3": {"status": "rubric_scored", "rubric_scores":
                 {"demonstrated_empathy": 10, "pragmatic_ei": "Score 15.5 of 20", "warmth": 2}},
          "401": {"rubric_scores": {"depth_of_insight": 18, "demonstrated_empathy": 1}},
          "5": {"status": "error"}},
    "2": {"3": {"rubric_scores": {"demonstrated_empathy": 14, "pragmatic_ei": 99}}}}}})";
  const auto board = score({"runs.json"});
  ASSERT_TRUE(board) << to_text(board.error());
  const EqBench3Row& row = board->rows.at(0);
  EXPECT_EQ(row.model.text, "ours");
  // Scenario 3 has (12.75 + 14) / 2 over two iterations, scenario 401 has 18.
  EXPECT_DOUBLE_EQ(row.rubric.value().value, (13.375 + 18.0) / 2.0);
  EXPECT_TRUE(row.rubric->interval);
  EXPECT_EQ(row.tasks, 4U);
  EXPECT_EQ(row.scored_tasks, 3U);
  EXPECT_DOUBLE_EQ(row.criteria.at("warmth"), 2.0) << "told, and not counted";
  EXPECT_DOUBLE_EQ(row.criteria.at("pragmatic_ei"), 15.5) << "99 is outside the scale";
  EXPECT_FALSE(row.rating);
}

TEST_F(ScoreEqBench3Test, TellsOfMarksThatItLeavesOut) {
  const std::string all = R"("demonstrated_empathy": 1, "pragmatic_ei": 2, "depth_of_insight": 3,)"
                          R"( "social_dexterity": 4, "emotional_reasoning": 5)";
  sample.files.files["runs.json"] = R"({"run_1": {"model_name": "ours", "scenario_tasks": {"1": {)"
                                    R"("1": {"rubric_scores": {)" +
                                    all +
                                    R"(, "message_tailoring": 6, "warmth": "much"}},)"
                                    R"("2": {"rubric_scores": {)" +
                                    all +
                                    R"(, "message_tailoring": 21}},)"
                                    R"("3": {"rubric_scores": {)" +
                                    all +
                                    R"(, "message_tailoring": null}},)"
                                    R"("4": {}}}}})";
  const auto board = score({"runs.json"});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings,
            (std::vector<std::string>{
                "3 rubric marks outside 0 to 20 or without a number left out",
                "2 of 3 scored tasks without a mark for every criterion that counts"}));
}

TEST_F(ScoreEqBench3Test, AddsMarksOverBothOrdersAndTurnsThemIntoRatings) {
  const auto board = score_comparisons(
      {comparison("weak strong", "3", kFirst, R"("pragmatic_ei": "A0488++++", "warmth": 3)"),
       comparison("weak strong", "3", kSecond, R"("pragmatic_ei": "A0493 ++")")});
  ASSERT_TRUE(board) << to_text(board.error());
  ASSERT_EQ(board->rows.size(), 2U);
  EXPECT_TRUE(board->anchored);
  EXPECT_TRUE(board->warnings.empty()) << board->warnings.front();
  EXPECT_EQ(board->rows[0].model.text, "strong");
  EXPECT_DOUBLE_EQ(board->rows[0].rating.value().value, 1500.0);
  EXPECT_NEAR(board->rows[1].rating.value().value, 200.0, 1e-9);
  EXPECT_EQ(board->rows[1].comparisons, 2U);
}

TEST_F(ScoreEqBench3Test, RatesAsManyGamesAsTheLeadIsWorth) {
  // 6 marks of 30 are a share of 0.6: four games of twenty bins.
  sample.files.files["elo.json"] =
      R"({"__metadata__": {"global_pairwise_comparisons": [)" +
      comparison("a b", "3", kFirst, R"("pragmatic_ei": "A0493+++")") + "," +
      comparison("a b", "3", kSecond, R"("pragmatic_ei": "A0488+++")") + "]}}";
  const auto board = score_eq_bench3({.results = {"elo.json"}, .resamples = 0}, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings.at(0),
            "ratings are raw: o3 and meta-llama/llama-3.2-1b-instruct are not both there");
  Skill a{1200.0, 350.0 / 3.0};
  Skill b = a;
  for (int game = 0; game < 4; ++game) std::tie(a, b) = after_win(a, b, {});
  EXPECT_DOUBLE_EQ(board->rows[0].rating.value().value, a.mean);
  EXPECT_FALSE(board->rows[0].rating->interval);
  Skill won{1200.0, 350.0 / 3.0};  // one game of five bins
  std::tie(won, b) = after_win(won, won, {});
  EXPECT_NEAR(board->rows[0].upstream_interval.value().high, a.mean + 1.96 * won.deviation, 1e-9);
}

TEST_F(ScoreEqBench3Test, LetsAnAnalysisDecideOneMark) {
  const auto lead_in = [&](const std::string& scenario) {
    sample.files.files["elo.json"] =
        R"({"__metadata__": {"global_pairwise_comparisons": [)" +
        comparison("a b", scenario, kFirst,
                   R"("correctness": "A0493+++++", "overall_eq": "A0493+++++")") +
        "]}}";
    return score_eq_bench3({.results = {"elo.json"}, .resamples = 0}, sample.world())
        ->rows[0]
        .rating->value;
  };
  EXPECT_GT(lead_in("3"), lead_in("401"));
}

TEST_F(ScoreEqBench3Test, GivesIntervalsByScenarioThatTheSeedDecides) {
  std::vector<std::string> comparisons;
  for (int scenario = 1; scenario <= 12; ++scenario) {
    const std::string marks = scenario % 3 == 0 ? "A0488++" : "A0493++++";
    const std::string reversed = scenario % 3 == 0 ? "A0493++" : "A0488++++";
    for (const char* const models : {"strong middle", "middle weak"}) {
      comparisons.push_back(comparison(models, std::to_string(scenario), kFirst,
                                       R"("overall_eq": ")" + marks + "\""));
      comparisons.push_back(comparison(models, std::to_string(scenario), kSecond,
                                       R"("overall_eq": ")" + reversed + "\""));
    }
  }
  const auto board = score_comparisons(comparisons);
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows[1].model.text, "middle");
  const Estimate middle = board->rows[1].rating.value();
  ASSERT_TRUE(middle.interval);
  EXPECT_LT(middle.interval->low, middle.value);
  EXPECT_GT(middle.interval->high, middle.value);
  EXPECT_EQ(score_comparisons(comparisons)->rows[1].rating->interval, middle.interval);
  std::reverse(comparisons.begin(), comparisons.end());
  EXPECT_EQ(score_comparisons(comparisons)->rows[1].rating->value, middle.value)
      << "the order of the file does not matter";
}

TEST_F(ScoreEqBench3Test, TellsWhatItLeavesOut) {
  const std::string once = comparison("strong weak", "3", kFirst, R"("overall_eq": "A0493+")");
  const auto board = score_comparisons(
      {once, once, R"({"scenario_id": "4", "pair": {}, "error": "Judge Error: timeout"})"});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings, (std::vector<std::string>{"1 comparison failed and left out",
                                                       "1 comparison that came twice left out",
                                                       "1 of 1 meeting judged in one order only"}));
}

TEST_F(ScoreEqBench3Test, TakesAComparisonThatNamesNeitherForNoDraw) {
  const std::string marks = R"("overall_eq": "A0493+")";
  const std::string neither = R"("overall_eq": "tie", "warmth": "+++")";
  const auto board =
      score_comparisons({comparison("strong weak", "3", kFirst, marks),
                         comparison("strong weak", "3", kSecond, neither),
                         comparison("strong other", "3", kFirst, neither),
                         comparison("strong weak", "4", kFirst, neither),
                         comparison("strong weak", "4", kFirst, marks),
                         comparison("strong weak", "4", kSecond, R"("overall_eq": "A0488+")")});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings,
            (std::vector<std::string>{"3 comparisons without any winner left out: no criterion "
                                      "names A0493 or A0488",
                                      "1 of 2 meetings judged in one order only"}));
  EXPECT_EQ(board->rows[0].model.text, "strong");
  EXPECT_EQ(board->rows[0].comparisons, 3U) << "what can be read comes once";
  EXPECT_EQ(board->rows[2].model.text, "other");
  EXPECT_FALSE(board->rows[2].rating) << "nobody knows whom it is as good as";
}

/// Both orders of a meeting that the first of `models` wins.
std::vector<std::string> won(const std::string& models, const std::string& scenario) {
  return {comparison(models, scenario, kFirst, R"("overall_eq": "A0493+++++")"),
          comparison(models, scenario, kSecond, R"("overall_eq": "A0488+++++")")};
}

TEST_F(ScoreEqBench3Test, AnchorsNothingByAModelWithoutAGame) {
  std::vector<std::string> all;
  for (const char* const models : {"strong a", "a b", "strong weak"}) {
    for (const std::string& judged : won(models, "3")) all.push_back(judged);
  }
  sample.files.files["elo.json"] =
      R"({"__metadata__": {"global_pairwise_comparisons": [)" + joined(all, ",") + "]}}";
  EqBench3Scoring scoring{.results = {"elo.json"}, .resamples = 0};
  scoring.high_anchor = {{"strong"}, 1500.0};
  scoring.low_anchor = {{"weak"}, 200.0};
  EXPECT_TRUE(score_eq_bench3(scoring, sample.world())->anchored);
  // Two places or more are between strong and weak, whose only meeting is with each other.
  scoring.window = 1;
  const auto board = score_eq_bench3(scoring, sample.world());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_FALSE(board->anchored);
  EXPECT_EQ(board->warnings,
            std::vector<std::string>{
                "ratings are raw: strong and weak have not both a comparison that counts"});
  EXPECT_NEAR(board->rows[0].rating.value().value, 1200.0, 400.0);
}

TEST_F(ScoreEqBench3Test, GivesNoIntervalWhereAnAnchorIsOftenWithoutAGame) {
  std::vector<std::string> comparisons = won("middle weak", "1");
  for (int scenario = 1; scenario <= 12; ++scenario) {
    const auto more =
        won(scenario % 3 == 0 ? "middle strong" : "strong middle", std::to_string(scenario));
    comparisons.insert(comparisons.end(), more.begin(), more.end());
  }
  const auto board = score_comparisons(comparisons);
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_TRUE(board->anchored);
  EXPECT_EQ(board->rows[1].model.text, "middle");
  EXPECT_FALSE(board->rows[1].rating.value().interval) << "weak is in one scenario of twelve";
}

TEST_F(ScoreEqBench3Test, TurnsNoBoardUpsideDown) {
  const auto board = score_comparisons(won("weak strong", "3"));
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_FALSE(board->anchored);
  EXPECT_EQ(board->warnings,
            std::vector<std::string>{"ratings are raw: comparisons put strong and weak the other "
                                     "way round than their anchors"});
  EXPECT_EQ(board->rows[0].model.text, "weak") << "who won is above";
  EXPECT_GT(board->rows[0].rating.value().value, 1200.0);
}

TEST_F(ScoreEqBench3Test, TakesAnErrorThatIsNullForNone) {
  std::string judged = comparison("strong weak", "3", kFirst, R"("overall_eq": "A0493+")");
  judged.insert(1, R"("error": null, )");
  const auto board = score_comparisons({judged});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->warnings, std::vector<std::string>{"1 of 1 meeting judged in one order only"});
}

TEST_F(ScoreEqBench3Test, SaysWhereAFileIsBroken) {
  EXPECT_EQ(complaint("[]"), "bad.json:1: expected an object, found a list");
  EXPECT_EQ(complaint("{}"), "no task and no comparison in bad.json");
  EXPECT_EQ(complaint("{\"a\":\n {\"b\": 1}}"),
            "bad.json:2: neither runs of EQ-Bench 3 nor its comparisons\n"
            "  hint: a run has 'scenario_tasks', comparisons are in '__metadata__'");
  const auto broken = [&](const std::string& row) {
    return complaint(R"({"__metadata__": {"global_pairwise_comparisons": [)"
                     "\n" +
                     row + "]}}");
  };
  EXPECT_EQ(broken("{}"), "bad.json:2: a comparison needs 'pair' and 'judge_response'");
  EXPECT_EQ(broken(R"({"pair": {"test_model": "a"}, "judge_response": {}})"),
            "bad.json:2: a comparison needs 'neighbor_model'");
  EXPECT_EQ(broken(comparison("a a", "3", kFirst, R"("x": "A0493+")")),
            "bad.json:2: a model against itself");
  EXPECT_EQ(broken(comparison("a b", "3", "forward", R"("x": "A0493+")")),
            "bad.json:2: an 'order' begins with A0493:test or A0493:other, found 'forward'");
}

}  // namespace
}  // namespace evenhand
