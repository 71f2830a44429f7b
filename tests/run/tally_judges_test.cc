#include "run/tally_judges.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Verdict graded(int repeat, const std::string& words, Ruling ruling) {
  Game game{.question = {"q2"}, .candidate = {"ours"}, .judge = {"judge"}, .repeat = repeat};
  return {.game = std::move(game), .ruling = std::move(ruling), .judgement = words};
}

TEST(JudgeSummaries, CountWhatTheOtherGrammarReadsDifferently) {
  SampleWorld sample;
  const RunSetting strict = sample.setting({"protocol=graded"});
  Findings findings;
  findings.verdicts = {
      graded(0, "As [1] shows.\n\nRating: [[7]]", Grade{.points = 7}),
      graded(1, "It says [[9]] of itself.\n\nRating: [[3]]", Grade{.points = 3}),
      graded(2, "No mark.", Unreadable{.reason = "no verdict line"}),
  };
  findings.verdicts[1].read_differently = true;
  const std::vector<JudgeSummary> summaries = judge_summaries(strict, findings);
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_EQ(summaries[0].read, 2U);
  EXPECT_EQ(summaries[0].unreadable, 1U);
  EXPECT_EQ(summaries[0].read_differently, 1U);
}

TEST(JudgeSummaries, MeasureAJudgeAgainstItself) {
  SampleWorld sample;
  Findings findings;
  findings.verdicts = {graded(0, "Rating: [[7]]", Grade{.points = 7}),
                       graded(1, "Rating: [[8]]", Grade{.points = 8})};
  Verdict other = graded(0, "Rating: [[5]]", Grade{.points = 5});
  other.game.question = {"q1"};
  findings.verdicts.push_back(other);
  other.game.repeat = 1;
  findings.verdicts.push_back(other);
  const auto summaries =
      judge_summaries(sample.setting({"protocol=graded", "repeats=2"}), findings);
  EXPECT_EQ(summaries[0].repeat_pairs, 2U);
  ASSERT_TRUE(summaries[0].changed);
  EXPECT_EQ(summaries[0].changed->value, 0.5);
  EXPECT_TRUE(summaries[0].changed->interval);
  EXPECT_EQ(summaries[0].mean_change, 0.5);
}

}  // namespace
}  // namespace evenhand
