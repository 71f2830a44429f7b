#include "stats/planning.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(QuestionsForWinRate, MeetsKnownPlans) {
  struct Row {
    double win_rate;
    std::size_t questions;
  };
  for (const auto& [win_rate, questions] :
       {Row{0.51, 19620}, Row{0.52, 4904}, Row{0.53, 2178}, Row{0.55, 783}, Row{0.60, 194},
        Row{0.65, 85}, Row{0.70, 47}}) {
    EXPECT_NEAR(static_cast<double>(questions_for_win_rate(win_rate)),
                static_cast<double>(questions), 2.0)
        << win_rate;
    EXPECT_EQ(questions_for_win_rate(1.0 - win_rate), questions_for_win_rate(win_rate));
  }
}

TEST(SmallestWinRateDifference, UndoesTheNumberOfQuestions) {
  for (const double win_rate : {0.51, 0.55, 0.6, 0.7}) {
    const std::size_t questions = questions_for_win_rate(win_rate);

    EXPECT_LE(smallest_win_rate_difference(questions), win_rate - 0.5 + 1e-9);
    EXPECT_GT(smallest_win_rate_difference(questions - 1), win_rate - 0.5);
  }
}

TEST(SmallestPairedDifference, MeetsKnownPlans) {
  struct Row {
    std::size_t questions;
    double difference;
  };
  for (const auto& [questions, difference] :
       {Row{50, 0.198}, Row{100, 0.140}, Row{200, 0.099}, Row{500, 0.063}, Row{1000, 0.044},
        Row{2000, 0.031}}) {
    EXPECT_NEAR(smallest_paired_difference(questions, 0.5), difference, 0.0005001) << questions;
  }
}

}  // namespace
}  // namespace evenhand
