#include <gtest/gtest.h>

#include "run/tally.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Answer answer(const char* question, const char* model, std::vector<std::string> texts) {
  Answer made{.question = {question}, .model = {model}, .turns = {}};
  for (std::string& text : texts) made.turns.push_back({.text = std::move(text)});
  return made;
}

Verdict between(const char* question, const char* candidate, const char* opponent, double share) {
  Game game{.question = {question},
            .candidate = {candidate},
            .baseline = ModelId{opponent},
            .judge = {"judge"}};
  return {.game = std::move(game), .ruling = Preference{.candidate_share = share}};
}

class TallyMeetingsTest : public testing::Test {
 protected:
  TallyMeetingsTest() {
    for (const char* model : {"a", "b", "c"}) {
      findings.answers.push_back(answer("q1", model, {"x", "y"}));
      findings.answers.push_back(answer("q2", model, {"z"}));
    }
    findings.verdicts = {between("q1", "a", "b", 1.0), between("q2", "a", "b", 0.0),
                         between("q1", "a", "c", 1.0), between("q2", "a", "c", 0.5),
                         between("q1", "b", "c", 1.0), between("q2", "b", "c", 1.0)};
  }

  ReportData report() {
    const auto told = tally(sample.setting({"candidates=[{name: a, model: a}, {name: b, model: b}, "
                                            "{name: c, model: c}]",
                                            "opponents=all", "seats=drawn"}),
                            findings, "test");
    EXPECT_TRUE(told);
    return *told;
  }

  SampleWorld sample;
  Findings findings;
};

TEST_F(TallyMeetingsTest, CountsEveryGameForBothWhoMet) {
  const ReportData told = report();
  ASSERT_EQ(told.rows.size(), 3U);
  for (const CandidateRow& row : told.rows) {
    EXPECT_EQ(row.coverage.games, 4U) << row.model.text;
    EXPECT_EQ(row.coverage.judged, 2U) << row.model.text;
    const double expected = row.model.text == "a" ? 0.625 : row.model.text == "b" ? 0.75 : 0.125;
    ASSERT_TRUE(row.win_rate);
    EXPECT_DOUBLE_EQ(row.win_rate->value, expected) << row.model.text;
  }
  EXPECT_EQ(told.opponents, "all");
  EXPECT_FALSE(told.baseline);
}

TEST_F(TallyMeetingsTest, RatesAndShowsWhoWonAgainstWhom) {
  const ReportData told = report();
  EXPECT_EQ(told.rows[0].model.text, "b");
  ASSERT_TRUE(told.rows[0].rating);
  EXPECT_GT(told.rows[0].rating->value, told.rows[1].rating->value);
  EXPECT_FALSE(told.rows[0].length_controlled_rating) << "no answer is longer than another";
  EXPECT_EQ(told.rows[0].rank_low, 1U);
  EXPECT_EQ(told.rows[0].rank_high, 2U) << "a may be as good";
  ASSERT_EQ(told.win_rates_of_pairs.size(), 3U);
  EXPECT_EQ(told.win_rates_of_pairs[0][0], std::nullopt);
  EXPECT_EQ(told.win_rates_of_pairs[0][1], 0.5) << "b against a";
  EXPECT_EQ(told.win_rates_of_pairs[2][0], 0.0) << "c against b";
}

TEST_F(TallyMeetingsTest, RatesAtEqualLengthWhereLengthsDiffer) {
  findings.answers[0].turns[0].text = "a much longer answer of a";
  findings.answers[3].turns[0].text = "and one of b";
  for (const CandidateRow& row : report().rows) EXPECT_TRUE(row.length_controlled_rating);
}

TEST_F(TallyMeetingsTest, SaysWhyThereAreNoRatings) {
  for (Verdict& verdict : findings.verdicts) verdict.ruling = Preference{.candidate_share = 1.0};
  const ReportData told = report();
  EXPECT_FALSE(told.rows[0].rating);
  ASSERT_EQ(told.warnings.size(), 1U);
  EXPECT_EQ(told.warnings[0],
            "no ratings: somebody won or lost everything, or candidates fall into groups that "
            "never met, so that no finite strengths fit best");
}

}  // namespace
}  // namespace evenhand
